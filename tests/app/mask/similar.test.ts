import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { similarRegion, type Similar } from '../../../app/mask/similar.ts';

/** A few colours only, so that there are regions; alpha is noise that must not count. */
const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(0, 3, 6, 9, 250, 255))), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map((colours): Pixels => ({ width, height, data: new Uint8ClampedArray(colours.flat()) })),
  );

/** Pixel by pixel, without spans: a list of those that are still to be looked at. */
function plainRegion({ data, width, height }: Pixels, similar: Similar): readonly number[] {
  const { seed, sampleSidePx, tolerance, contiguous } = similar;
  const [x, y] = [Math.floor(seed.x), Math.floor(seed.y)];
  const reach = Math.floor((sampleSidePx - 1) / 2);
  const sample: number[] = [];
  for (let i = 0; i < width * height; i++) {
    const isNear =
      Math.abs((i % width) - x) <= reach && Math.abs(Math.floor(i / width) - y) <= reach;
    if (isNear) sample.push(i);
  }
  const mean = [0, 1, 2].map((channel) =>
    Math.round(sample.reduce((sum, i) => sum + data[4 * i + channel]!, 0) / sample.length),
  );
  const matches = (i: number): boolean =>
    mean.every((value, channel) => Math.abs(data[4 * i + channel]! - value) <= tolerance);
  const all = Array.from({ length: width * height }, (_, i) => i).filter(matches);
  const found = new Set([y * width + x]);
  if (!contiguous) return [...new Set([...found, ...all])].sort((a, b) => a - b);
  const left = new Set(all);
  const queue = sample.filter((i) => left.delete(i));
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    found.add(i);
    const column = i % width;
    const beside = [
      i - width,
      i + width,
      ...(column > 0 ? [i - 1] : []),
      ...(column < width - 1 ? [i + 1] : []),
    ];
    queue.push(...beside.filter((next) => left.delete(next)));
  }
  return [...found].sort((a, b) => a - b);
}

describe('similarRegion', () => {
  it('is what a plain search finds, connected or all over, with one pixel or several as the colour', () => {
    const choices = fc.record({
      share: fc.tuple(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
      ),
      sampleSidePx: fc.integer({ min: 1, max: 6 }),
      tolerance: fc.constantFrom(0, 2, 3, 5, 10, 255),
      contiguous: fc.boolean(),
    });
    fc.assert(
      fc.property(picture, choices, (pixels, { share: [right, down], ...rest }) => {
        const seed = { x: right * pixels.width, y: down * pixels.height };
        const { x, y, width, height, data } = similarRegion(pixels, { seed, ...rest });
        const found: number[] = [];
        data.forEach((value, i) => {
          if (value === 1) found.push((y + Math.floor(i / width)) * pixels.width + x + (i % width));
        });
        expect(data).toHaveLength(width * height);
        expect(found).toEqual(plainRegion(pixels, { seed, ...rest }));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses a point outside', () => {
    const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
    const similar = { sampleSidePx: 1, tolerance: 0, contiguous: true };
    expect(() => similarRegion(pixels, { ...similar, seed: { x: 1, y: 0 } })).toThrow('outside');
  });
});
