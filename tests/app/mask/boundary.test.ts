import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBitmap } from '../../../app/mask/bitmap.ts';
import { addToBoundary, boundaryScores, createBoundaryCounts } from '../../../app/mask/boundary.ts';
import { grown } from '../../../app/mask/distance.ts';
import { nearnessTo } from '../../../app/mask/outline-pixels.ts';

const size = { width: 13, height: 9 };
const maps = fc.uint8Array({ minLength: 117, maxLength: 117, max: 3 });
// 3 stands for what is to be ignored, which predictions never say.
const truths = maps.map((values) => values.map((value) => (value === 3 ? 255 : value)));
const predictions = maps.map((values) => values.map((value) => value % 3));

/** Pixel by pixel, every pair of outline pixels looked at. */
function plainly(truth: Uint8Array, predicted: Uint8Array, value: number): number[] {
  const nearPx = Math.max(1, 0.0075 * Math.hypot(size.width, size.height));
  const outline = (labels: Uint8Array): number[] =>
    [...labels.keys()].filter((at) => {
      const [x, y] = [at % size.width, Math.floor(at / size.width)];
      const beside = [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ].filter(([u = -1, v = -1]) => u >= 0 && v >= 0 && u < size.width && v < size.height);
      return (
        labels[at] === value &&
        beside.some(([u = 0, v = 0]) => labels[v * size.width + u] !== value)
      );
    });
  const isNear = (at: number, others: readonly number[]): boolean =>
    others.some(
      (other) =>
        Math.hypot(
          (at % size.width) - (other % size.width),
          Math.floor(at / size.width) - Math.floor(other / size.width),
        ) <= nearPx,
    );
  const [labelled, named] = [outline(truth), outline(predicted)];
  const counted = (outlines: readonly number[]) => outlines.filter((at) => truth[at] !== 255);
  const [labels, names] = [counted(labelled), counted(named)];
  return [
    names.length,
    names.filter((at) => isNear(at, labelled)).length,
    labels.length,
    labels.filter((at) => isNear(at, named)).length,
  ];
}

it('outline pixels are counted as looking at every pair of them does', () => {
  fc.assert(
    fc.property(truths, predictions, (truth, predicted) => {
      const counts = createBoundaryCounts(2);
      addToBoundary(counts, { truth, predicted, ...size });
      expect([...counts]).toEqual([1, 2].flatMap((value) => plainly(truth, predicted, value)));
    }),
  );
});

it('near an outline is where growing it by a disc reaches, however far that is', () => {
  const pixels = fc.uniqueArray(fc.nat(40 * 30 - 1), { maxLength: 12 });
  const radii = fc.oneof(
    fc.integer({ min: 1, max: 60 }),
    fc.double({ min: 1, max: 9, noNaN: true }),
  );
  fc.assert(
    fc.property(pixels, radii, (outline, nearPx) => {
      const bitmap = createBitmap(40, 30);
      for (const place of outline) bitmap.data[place] = 1;
      const isNear = nearnessTo(Int32Array.from(outline).sort(), { nearPx, width: 40, height: 30 });
      const near = bitmap.data.map((_, place) => (isNear(place) ? 1 : 0));
      expect(near).toEqual(grown(bitmap, nearPx).data);
    }),
  );
});

it('the same outlines score 1, others 0, and a class that is nowhere has no score', () => {
  const truth = new Uint8Array(400);
  for (let y = 4; y < 12; y++) truth.fill(1, y * 20 + 3, y * 20 + 9);
  const scoreOf = (predicted: Uint8Array, more: { nearShare?: number } = {}) => {
    const counts = createBoundaryCounts(2);
    addToBoundary(counts, { truth, predicted, width: 20, height: 20, ...more });
    return boundaryScores(counts, ['cat', 'dog']);
  };
  expect(scoreOf(truth)).toEqual({ cat: 1, dog: null });
  expect(scoreOf(new Uint8Array(400))).toEqual({ cat: 0, dog: null });
  // Moved by one pixel it is near enough, by three it is not, though much is still right.
  const moved = (by: number) => truth.map((_, at) => truth[at - by] ?? 0);
  expect(scoreOf(moved(1)).cat).toBe(1);
  expect(scoreOf(moved(3)).cat).toBeLessThan(0.7);
  // Of a diagonal of 28 pixels it is within a ninth.
  expect(scoreOf(moved(3), { nearShare: 0.11 }).cat).toBe(1);
});
