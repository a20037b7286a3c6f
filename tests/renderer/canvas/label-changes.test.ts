import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import { changedLabels, screenBox } from '../../../renderer/canvas/layers/label-changes.ts';
import {
  LabelPainter,
  type Labels,
  type Palette,
} from '../../../renderer/canvas/layers/label-paint.ts';

const canvas = { width: 70, height: 50 };
const size = { width: 12, height: 9 };

function labelsFrom(values: readonly number[]): Labels {
  return { size, turn: 1, values: Uint16Array.from(values) };
}

/** The smallest box that a label is in. */
function boxOf(label: number, { values }: Labels): Rect | null {
  const places = [...values.keys()].filter((at) => values[at] === label);
  if (places.length === 0) return null;
  const columns = places.map((at) => at % size.width);
  const rows = places.map((at) => Math.floor(at / size.width));
  const [x, y] = [Math.min(...columns), Math.min(...rows)];
  return { x, y, width: Math.max(...columns) - x + 1, height: Math.max(...rows) - y + 1 };
}

const byte = fc.integer({ min: 1, max: 3 });
const five = fc.array(byte, { minLength: 5, maxLength: 5 });
const palettes = fc
  .record({
    fill: five,
    line: five,
    inner: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 }),
    striped: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 }),
    merged: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 5 }),
    isMerged: fc.boolean(),
    hasInner: fc.boolean(),
  })
  .map(({ fill, line, inner, striped, merged, isMerged, hasInner }): Palette => ({
    fill: Uint32Array.from(fill, (value, label) => (label === 0 ? 0 : 10 * value + label)),
    line: Uint32Array.from(line, (value, label) => (label === 0 ? 0 : 100 * value + label)),
    striped: Uint8Array.from(striped),
    ...(hasInner ? { inner: Uint32Array.from(inner, (value) => value * 999) } : {}),
    ...(isMerged ? { merged: Uint16Array.from([0, ...merged.slice(1)]) } : {}),
  }));

it('painting anew where labels changed their looks leaves the same as painting all anew', () => {
  const given = fc.record({
    values: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 108, maxLength: 108 }),
    before: palettes,
    after: palettes,
    alike: fc.boolean(),
    changedLabel: fc.integer({ min: 1, max: 4 }),
    scale: fc.double({ min: 1, max: 9, noNaN: true }),
    pixelRatio: fc.constantFrom(1, 2),
  });
  fc.assert(
    fc.property(
      given,
      ({ values, before, after: other, alike, changedLabel, scale, pixelRatio }) => {
        // Most often one label alone is another: an object was chosen.
        const after = alike ? { ...before, fill: before.fill.with(changedLabel, 77) } : other;
        const labels = labelsFrom(values);
        const line = { width: 1, dashed: false };
        const viewport = { x: 3, y: -2, scale };
        const surface = {
          width: canvas.width * pixelRatio,
          height: canvas.height * pixelRatio,
          words: new Uint32Array(canvas.width * canvas.height * pixelRatio ** 2),
        };
        const painter = new LabelPainter();
        const whole = { x: 0, y: 0, width: surface.width, height: surface.height };
        const paint = (words: Uint32Array, palette: Palette, rect: Rect): void => {
          const width = line.width * pixelRatio;
          const order = { labels, palette, line: { ...line, width }, viewport, pixelRatio, rect };
          painter.paint({ ...surface, words }, order);
        };
        paint(surface.words, before, whole);
        const changed = changedLabels(
          { labels, palette: before, line },
          { labels, palette: after, line },
        );
        if (changed === null) {
          expect(before.inner === undefined || before.merged === undefined || !alike).toBe(true);
          return;
        }
        for (const label of changed) {
          const box = boxOf(label, labels);
          if (box === null) continue;
          const touched = screenBox(box, { labels, line, viewport, pixelRatio });
          paint(surface.words, after, clipRect(touched, whole));
        }
        const expected = new Uint32Array(surface.words.length);
        paint(expected, after, whole);
        expect(surface.words).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

it('what is gone from the palette, or has come to it, changed; what stayed did not', () => {
  const palette = (fill: readonly number[]): Palette => ({
    fill: Uint32Array.from(fill),
    line: Uint32Array.from(fill),
    striped: new Uint8Array(fill.length),
  });
  const labels = labelsFrom([]);
  const line = { width: 2, dashed: false };
  const changed = (before: readonly number[], after: readonly number[]): unknown =>
    changedLabels(
      { labels, palette: palette(before), line },
      { labels, palette: palette(after), line },
    );
  expect(changed([0, 5, 6, 7], [0, 5, 0, 7])).toEqual([2]);
  expect(changed([0, 5, 6, 7], [0, 5, 6])).toEqual([3]);
  expect(changed([0, 5], [0, 5, 6])).toEqual([2]);
  expect(changed([0, 5, 6], [0, 5, 6])).toEqual([]);
});
