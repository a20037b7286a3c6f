import { expect, it } from 'vitest';
import { labelPalette, predictionPalette } from '../../../renderer/views/Review/palettes.ts';
import { paintLabels } from '../../../renderer/views/Review/paint-labels.ts';

const classes = [{ value: 1, color: '#102030' }];
const opaque = 0xff30_2010;

function painted(labels: readonly number[], width: number, dashed: boolean) {
  const words = new Uint32Array(labels.length).fill(7);
  const palette = dashed ? predictionPalette(classes, '#9d7bea') : labelPalette(classes);
  const shown = { width, height: labels.length / width, labels: Uint8Array.from(labels) };
  paintLabels(words, shown, { palette, line: { width: 1, dashed } });
  return [...words];
}

it('draws a line along the border of an object, its fill inside, and nothing outside', () => {
  // prettier-ignore
  const words = painted([
    0, 0, 0, 0, 0,
    0, 1, 1, 1, 0,
    0, 1, 1, 1, 0,
    0, 1, 1, 1, 0,
    0, 0, 0, 0, 0,
  ], 5, false);
  expect(words[0]).toBe(0);
  expect([6, 7, 8, 11, 13, 16, 17, 18].map((at) => words[at])).toEqual(Array(8).fill(opaque));
  expect(words[12]! >>> 24).toBe(0x73);
});

it('leaves gaps in the line of a prediction', () => {
  const words = painted(Array<number>(14).fill(1), 14, true);
  const line = words.filter((word) => word >>> 24 === 0xff).length;
  expect(line).toBe(8);
});

it('stripes what is to be ignored', () => {
  const words = painted(Array<number>(16 * 16).fill(255), 16, false);
  expect(words.filter((word) => word === 0).length).toBeGreaterThan(60);
});
