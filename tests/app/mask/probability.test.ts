import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterboxOf } from '../../../app/mask/letterbox.ts';
import { MaskError } from '../../../app/mask/mask-error.ts';
import { labelsFromProbabilities, type Probabilities } from '../../../app/mask/probability.ts';

/** One pixel and class at a time: blend the four network pixels around its middle, take the best if it is enough. */
function labelsBySearch({ maps, size, letterbox, width, height, threshold }: Probabilities) {
  const around = (p: number, from: number, to: number): [number, number, number] => {
    const middle = Math.min(from - 1, Math.max(0, ((p + 0.5) * from) / to - 0.5));
    const near = Math.floor(middle);
    return [near, Math.min(from - 1, near + 1), middle - near];
  };
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x0, x1, fx] = around(i % width, letterbox.width, width);
    const [y0, y1, fy] = around(Math.floor(i / width), letterbox.height, height);
    let best = -1;
    let label = 0;
    maps.forEach((map, index) => {
      const at = (x: number, y: number): number =>
        map[(letterbox.top + y) * size + letterbox.left + x]!;
      const left = at(x0, y0) + (at(x0, y1) - at(x0, y0)) * fy;
      const right = at(x1, y0) + (at(x1, y1) - at(x1, y0)) * fy;
      const value = left + (right - left) * fx;
      if (value >= threshold * 255 && value > best) {
        best = value;
        label = index + 1;
      }
    });
    return label;
  });
}

const cases: fc.Arbitrary<Probabilities> = fc
  .tuple(
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 1, max: 16 }),
    fc.constantFrom(0, 0.001, 0.25, 0.5, 0.9, 1),
  )
  .chain(([width, height, size, threshold]) =>
    fc
      .array(fc.uint8Array({ minLength: size * size, maxLength: size * size }), { maxLength: 3 })
      .map((maps) => {
        const letterbox = letterboxOf({ width, height }, size);
        return { maps, size, letterbox, width, height, threshold };
      }),
  );

describe('labels from probabilities', () => {
  test('are the best class where it is likely enough, blended pixel by pixel', () => {
    fc.assert(
      fc.property(cases, (probabilities) => {
        const labels = labelsFromProbabilities(probabilities);
        expect(Array.from(labels)).toEqual(Array.from(labelsBySearch(probabilities)));
      }),
      { numRuns: 500 },
    );
  });

  test('at the size of the network are the map itself, cut at the threshold', () => {
    const map = Uint8Array.of(0, 127, 128, 255);
    const square = { size: 2, letterbox: letterboxOf({ width: 2, height: 2 }, 2) };
    const picture = { ...square, width: 2, height: 2, threshold: 0.5 };
    expect(Array.from(labelsFromProbabilities({ ...picture, maps: [map] }))).toEqual([0, 0, 1, 1]);
  });

  test('of two equal classes are the lower one', () => {
    const map = Uint8Array.of(200);
    const square = { size: 1, letterbox: letterboxOf({ width: 1, height: 1 }, 1) };
    const picture = { ...square, width: 1, height: 1, threshold: 0.5 };
    expect(Array.from(labelsFromProbabilities({ ...picture, maps: [map, map] }))).toEqual([1]);
  });

  test('never take anything from the padding', () => {
    const letterbox = letterboxOf({ width: 40, height: 10 }, 8);
    const map = new Uint8Array(64).fill(255);
    for (let y = letterbox.top; y < letterbox.top + letterbox.height; y++)
      map.fill(0, y * 8, y * 8 + 8);
    const picture = { size: 8, letterbox, width: 40, height: 10, threshold: 0.01 };
    const labels = labelsFromProbabilities({ ...picture, maps: [map] });
    expect(labels.every((label) => label === 0)).toBe(true);
  });

  test('of maps of another size are refused', () => {
    const picture = { letterbox: letterboxOf({ width: 4, height: 4 }, 4), width: 4, height: 4 };
    const maps = [new Uint8Array(15)];
    expect(() => labelsFromProbabilities({ ...picture, size: 4, threshold: 0.5, maps })).toThrow(
      MaskError,
    );
  });
});
