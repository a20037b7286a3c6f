import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../../app/contract/run-folder.ts';
import { mapSideOf, settingsFrom, type TrainingChoice } from '../../../../app/contract/training.ts';
import { validationOrders } from '../../../../app/learning/data/batch-orders.ts';
import { makeBatch, type Batch, type BatchOrder } from '../../../../app/learning/data/batches.ts';
import { blurredPicture } from '../../../../app/learning/data/blurred.ts';
import { drawnWindow } from '../../../../app/learning/data/drawn-window.ts';
import type { PictureLibrary } from '../../../../app/learning/data/picture-library.ts';
import { numbersOf } from '../../../../app/learning/data/random.ts';
import type { Letterboxed, Prepared } from '../../../../app/learning/data/letterboxed.ts';
import { asItIs } from '../../../../app/learning/data/variation.ts';
import { writeVaried } from '../../../../app/learning/data/varied.ts';
import { blendedMaps } from '../../../../app/learning/predict/blended-maps.ts';
import { createWholeMaps } from '../../../../app/learning/run/whole-maps.ts';
import type { Rect } from '../../../../app/domain/geometry.ts';
import { cocoStringFromRle } from '../../../../app/mask/coco-counts.ts';
import { contentOf, letterboxOf } from '../../../../app/mask/letterbox.ts';
import { rleFromBitmap } from '../../../../app/mask/rle-bitmap.ts';

/** Noise in the picture, black beside it, labelled at random with 0 and 1. */
function noise({ content, sidePx }: { content: Rect; sidePx: number }, key: number): Prepared {
  const next = numbersOf(key);
  const isInside = (place: number) => {
    const [x, y] = [place % sidePx, Math.floor(place / sidePx)];
    const { x: left, y: top, width, height } = content;
    return x >= left && x < left + width && y >= top && y < top + height;
  };
  const rgb = Uint8Array.from({ length: sidePx ** 2 * 3 }, (_, at) =>
    isInside(Math.floor(at / 3)) ? Math.floor(next() * 256) : 0,
  );
  const objects = Uint8Array.from({ length: sidePx ** 2 }, (_, at) =>
    isInside(at) ? Math.floor(next() * 3) : 255,
  );
  const labels = objects.map((each) => (each === 255 ? 255 : Number(each > 0)));
  return { sidePx, rgb, content, labels, objects };
}

/** With two objects of a pixel each, in the first and the last one. */
function sampleOf(image: number, { width, height }: { width: number; height: number }): Sample {
  const at = (place: number) => {
    const data = new Uint8Array(width * height);
    data[place] = 1;
    return cocoStringFromRle(rleFromBitmap({ width, height, data }));
  };
  const labels = [0, width * height - 1].map((place) => ({ value: 1, rle: at(place) }));
  const name = String(image);
  return {
    ...{ image, name, path: name, width, height, turn: 1, split: 'train', labels, ignore: null },
  };
}

const pictures = fc.record({
  width: fc.integer({ min: 8, max: 120 }),
  height: fc.integer({ min: 8, max: 120 }),
  size: fc.integer({ min: 16, max: 24 }),
  tiles: fc.integer({ min: 1, max: 5 }),
});

function libraryOf(sidePx: number, get: (sample: Sample) => Prepared): PictureLibrary {
  const pictureBytes = 5 * sidePx ** 2;
  return {
    ...{ sidePx, pictureBytes, heldBytes: () => 0 },
    get: (sample) => Promise.resolve(get(sample)),
  };
}

async function batchOf(
  order: BatchOrder,
  { prepared, choice }: { readonly prepared: Prepared; readonly choice: TrainingChoice },
): Promise<Batch> {
  const settings = settingsFrom(choice);
  const library = libraryOf(mapSideOf(settings), () => prepared);
  const batch = await makeBatch(order, { library, settings });
  if (batch === null) throw new Error('There is no batch.');
  return batch;
}

describe('pictures that are not taken apart', () => {
  test('are varied bit for bit as before there were parts', async () => {
    const square = { content: { x: 0, y: 6, width: 40, height: 28 }, sidePx: 40 };
    const settings = settingsFrom({
      ...{ seed: 7, rotate: 30, crop: 0.6, blur: true, cutout: true, copyPaste: true },
    });
    const members = [1, 2, 3].map((image) => ({
      index: image,
      sample: sampleOf(image, { width: 80, height: 56 }),
    }));
    const library = libraryOf(square.sidePx, ({ image }) => noise(square, image));
    const hash = createHash('sha256');
    for (const kind of [
      { kind: 'varied', epoch: 2 },
      { kind: 'weak-and-strong', step: 5 },
      { kind: 'plain' },
    ] as const) {
      const batch = await makeBatch({ ...kind, members }, { library, settings });
      for (const { buffer } of [batch!.pictures, batch!.labels])
        hash.update(new Uint8Array(buffer));
    }
    // Of the program before it had this setting.
    expect(hash.digest('hex')).toBe(
      '830df187d097f7ddf4349becdeea4e52de62bf15ebf76e7ca8458adc1a255665',
    );
  });
});

describe('the parts of a picture', () => {
  test('that are validated, laid together, are the picture', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, fc.integer({ min: 1, max: 4 }), async (picture, batch) => {
        const { size, tiles } = picture;
        const sidePx = mapSideOf(picture);
        const prepared = noise({ content: contentOf(letterboxOf(picture, sidePx)), sidePx }, 1);
        const samples = [1, 2].map((image) => sampleOf(image, picture));
        const told: number[] = [];
        const whole = createWholeMaps(samples, picture, ({ image }, { truth, predicted }) => {
          told.push(image);
          expect(truth).toEqual(prepared.labels);
          const isAsked = (_: number, at: number) => truth[at] !== 255;
          expect(predicted.filter(isAsked)).toEqual(
            prepared.labels.filter(isAsked).map((label) => 1 - label),
          );
        });
        for (const order of validationOrders(samples, { size, tiles, batch })) {
          const made = await batchOf(order, { prepared, choice: { size, tiles } });
          expect(made.sidePx).toBe(size);
          expect(made.count).toBeLessThanOrEqual(batch);
          for (const [at, index] of made.indices.entries()) {
            const truth = made.labels.subarray(at * size ** 2, (at + 1) * size ** 2);
            whole.lay(index, { truth, predicted: Uint8Array.from(truth, (label) => 1 - label) });
          }
        }
        expect(told).toEqual([1, 2]);
      }),
      { numRuns: 25 },
    );
  });

  test('that are predicted are no longer asked for once it was given up', async () => {
    const square = noise({ content: { x: 0, y: 0, width: 40, height: 40 }, sidePx: 40 }, 2);
    let asked = 0;
    const shares: number[] = [];
    const maps = await blendedMaps(square, {
      ...{ windowPx: 10, classes: 2, together: 2 },
      onPart: (share) => shares.push(share),
      isGivenUp: () => asked === 3,
      probabilities: (windows) => {
        asked += 1;
        return Promise.resolve(new Float32Array((windows.length / 3) * 2));
      },
    });
    expect([maps, asked]).toEqual([null, 3]);
    // Of seven rows of seven windows.
    expect(shares).toEqual([2 / 49, 4 / 49, 6 / 49]);
  });

  test('that are predicted, blended, are what a network that copies its input was shown', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, fc.integer({ min: 1, max: 3 }), async (picture, together) => {
        const { size: windowPx } = picture;
        const sidePx = mapSideOf(picture);
        const square = noise({ content: contentOf(letterboxOf(picture, sidePx)), sidePx }, 2);
        const area = windowPx * windowPx;
        const maps = await blendedMaps(square, {
          ...{ windowPx, classes: 3, together },
          onPart: () => undefined,
          isGivenUp: () => false,
          // Nothing for the background; red and green for the others.
          probabilities: (windows) =>
            Promise.resolve(
              Float32Array.from({ length: windows.length }, (_, at) => {
                const [nth, place] = [Math.floor(at / (area * 3)), at % (area * 3)];
                const [plane, pixel] = [Math.floor(place / area), place % area];
                return plane === 0 ? 0 : windows[(nth * area + pixel) * 3 + plane - 1]!;
              }),
            ),
        });
        expect(maps).toHaveLength(2);
        for (const [channel, map] of maps!.entries()) {
          expect(map).toEqual(square.rgb.filter((_, at) => at % 3 === channel));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('that are learned from show the picture only, and an object in half of the draws and more', () => {
    fc.assert(
      fc.property(pictures, fc.nat(), (picture, seed) => {
        const { size: windowPx } = picture;
        const sidePx = mapSideOf(picture);
        const content = contentOf(letterboxOf(picture, sidePx));
        const prepared: Letterboxed = { sidePx, rgb: new Uint8Array(), content };
        const sample = sampleOf(1, picture);
        const draw = (key: number, objectShare: number) =>
          drawnWindow({ prepared, sample, objects: [0, 1] }, { key, windowPx, objectShare });
        expect(draw(seed, 0.5)).toEqual(draw(seed, 0.5));
        const isWithin = (start: number, at: number) => at >= start && at < start + windowPx;
        const middleAt = (end: number, to: number, from: number) =>
          (end * (from - 1) + 0.5) * (to / from);
        for (let key = seed; key < seed + 20; key++) {
          const { x, y } = draw(key, 0.5);
          for (const [start, from, length] of [
            [x, content.x, content.width],
            [y, content.y, content.height],
          ] as const) {
            expect(start >= 0 && start <= sidePx - windowPx).toBe(true);
            const [isOver, isUnder] = [start < from, start + windowPx > from + length];
            // No padding where there is picture enough, else all of the picture.
            expect(length >= windowPx ? isOver || isUnder : false).toBe(false);
            expect(
              length < windowPx ? start > from || start + windowPx < from + length : false,
            ).toBe(false);
          }
          const shown = draw(key, 1);
          // The middle of the first or of the last pixel of the picture.
          const isShown = (end: number) =>
            isWithin(shown.x, content.x + middleAt(end, content.width, picture.width)) &&
            isWithin(shown.y, content.y + middleAt(end, content.height, picture.height));
          expect(isShown(0) || isShown(1)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are the same place for a teacher and for what it teaches', async () => {
    const picture = { width: 100, height: 80, size: 16, tiles: 5 };
    const sidePx = mapSideOf(picture);
    const prepared = noise({ content: contentOf(letterboxOf(picture, sidePx)), sidePx }, 3);
    const sample = { ...sampleOf(1, picture), labels: [] };
    const places = new Set<string>();
    for (let step = 0; step < 12; step++) {
      const { labels } = await batchOf(
        { kind: 'weak-and-strong', step, members: [{ index: 0, sample }] },
        { prepared, choice: { size: 16, tiles: 5, scaleJitter: false } },
      );
      const [weak, strong] = [labels.subarray(0, 256), labels.subarray(256)];
      // What is covered is not asked for.
      strong.forEach((label, at) => {
        if (label !== 255) expect(label).toBe(weak[at]);
      });
      places.add(weak.join());
    }
    expect(places.size).toBeGreaterThan(8);
  });

  test('are blurred as the whole picture is', () => {
    fc.assert(
      fc.property(pictures, fc.nat(), (picture, key) => {
        const { size } = picture;
        const sidePx = mapSideOf(picture);
        const square = noise({ content: contentOf(letterboxOf(picture, sidePx)), sidePx }, 4);
        const next = numbersOf(key);
        const corner = {
          x: Math.floor(next() * (sidePx - size)),
          y: Math.floor(next() * (sidePx - size)),
        };
        const variation = {
          ...asItIs,
          corner,
          angle: next() * 3,
          scale: 0.8 + next(),
          right: next(),
        };
        const [part, whole] = [0, 1].map(() => ({
          pictures: new Float32Array(size * size * 3),
          labels: new Int32Array(size * size),
        }));
        const blur = 0.09;
        writeVaried(part!, square, { ...variation, blur });
        writeVaried(whole!, blurredPicture(square, blur * size), variation);
        expect(part).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });
});

test('parts that make too large a picture are refused in a sentence', () => {
  expect(() => settingsFrom({ size: 1024, tiles: 5 })).toThrow(
    '5 x 5 parts of 1024 pixels make a picture of 5120 pixels; 4096 is the most. Take fewer parts or a smaller picture size.',
  );
  expect(mapSideOf(settingsFrom({ size: 1024, tiles: 4 }))).toBe(4096);
  expect(settingsFrom({}).tiles).toBe(1);
});
