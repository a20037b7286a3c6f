import { expect, it } from 'vitest';
import type { Shape } from '../../../app/domain/annotation.ts';
import { rememberedShapes } from '../../../app/studio/editing/remembered-shapes.ts';

const size = { width: 4000, height: 3000 };
const million = 2 ** 20;

function shapeNamed(rle: string): Shape {
  return { kind: 'mask', rle };
}

/** Reads, and tells how often. */
function reading(shapes = rememberedShapes()) {
  let reads = 0;
  return {
    shapes,
    reads: () => reads,
    of: (text: string, at = size) =>
      shapes.of(text, at, () => {
        reads++;
        return shapeNamed(text.slice(0, 8));
      }),
  };
}

it('a long text is read once, and found again by its every character', () => {
  const { of, reads } = reading();
  const text = 'a'.repeat(million);
  const first = of(text);
  expect(of('a'.repeat(million))).toBe(first);
  expect(reads()).toBe(1);
  expect(of(`${'a'.repeat(million - 1)}b`)).not.toBe(first);
  expect(of(text.slice(1))).not.toBe(first);
  expect(reads()).toBe(3);
});

it('the same text in a picture of another size is another shape', () => {
  const { of, reads } = reading();
  const text = 'a'.repeat(million);
  of(text);
  of(text, { width: 3000, height: 4000 });
  expect(reads()).toBe(2);
});

it('what is longest unused is forgotten first, so that memory stays within its budget', () => {
  const { of, reads } = reading();
  const texts = Array.from({ length: 8 }, (_, nth) => String(nth).repeat(million));
  texts.forEach((text) => of(text));
  of(texts[0] ?? '');
  expect(reads()).toBe(8);
  of('x'.repeat(million));
  of(texts[0] ?? '');
  expect(reads()).toBe(9);
  of(texts[1] ?? '');
  expect(reads()).toBe(10);
});

it('what is put there is found, and what could not be read is tried again', () => {
  const { shapes, of, reads } = reading();
  const text = 'a'.repeat(million);
  expect(() =>
    shapes.of(text, size, () => {
      throw new Error('damaged');
    }),
  ).toThrow('damaged');
  const put = shapeNamed('b');
  shapes.put(text, size, put);
  expect(of(text)).toBe(put);
  expect(reads()).toBe(0);
});
