import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sample } from '../../../app/contract/run-folder.ts';
import { asItIs, variationOf, writeVaried } from '../../../app/learning/data/augment.ts';
import { indicesAt, makeBatch, stepsPerEpoch } from '../../../app/learning/data/batches.ts';
import { classWeightsOf } from '../../../app/learning/data/class-weights.ts';
import { prepareSample, type Prepared } from '../../../app/learning/data/letterboxed.ts';
import { createPictureLibrary } from '../../../app/learning/data/picture-library.ts';
import { recipes } from '../../../app/contract/training.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromBitmap } from '../../../app/mask/rle.ts';
import type { Turn } from '../../../app/domain/geometry.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-data-'));
  const background = { r: 10, g: 20, b: 30 };
  const flat = sharp({ create: { width: 8, height: 4, channels: 3, background } });
  await flat.png().toFile(join(folder, 'flat.png'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a prepared picture', () => {
  test('lies letterboxed in the square; padding and crowds are to be ignored', async () => {
    const prepared = await prepareSample(sampleOf({ turn: 1 }), 8);
    expect(prepared.content).toEqual({ x: 0, y: 2, width: 8, height: 4 });
    expect(rows(prepared.labels, 8)).toEqual([
      '........',
      '........',
      '0000..11',
      '00000011',
      '00000000',
      '00000000',
      '........',
      '........',
    ]);
    expect([...prepared.rgb.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect([...prepared.rgb.subarray(8 * 2 * 3, 8 * 2 * 3 + 3)]).toEqual([10, 20, 30]);
  });

  test('stands upright, picture and labels alike', async () => {
    const prepared = await prepareSample(sampleOf({ turn: 6 }), 8);
    expect(prepared.content).toEqual({ x: 2, y: 0, width: 4, height: 8 });
    expect([...prepared.rgb.subarray(6, 9)]).toEqual([10, 20, 30]);
    expect([...prepared.rgb.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(rows(prepared.labels, 8)[7]).toBe('..0011..');
  });
});

describe('variation', () => {
  const prepared: Prepared = {
    sidePx: 4,
    content: { x: 0, y: 1, width: 3, height: 2 },
    rgb: Uint8Array.from({ length: 48 }, (_, index) => index * 5),
    labels: Uint8Array.of(255, 255, 255, 255, 1, 0, 2, 255, 0, 0, 1, 255, 255, 255, 255, 255),
  };

  test('flips picture and labels together', () => {
    const plain = write({ ...asItIs, flip: false });
    const flipped = write({ ...asItIs, flip: true });
    expect([...flipped.labels.subarray(4, 8)]).toEqual([255, 2, 0, 1]);
    expect(pixel(flipped.pictures, 4 + 3)).toEqual(pixel(plain.pictures, 4));
    expect(pixel(plain.pictures, 4)).toEqual([60 / 255, 65 / 255, 70 / 255].map(Math.fround));
  });

  test('scales and moves picture and labels together; what is not there is padding', () => {
    const larger = write({ ...asItIs, scale: 2, right: 0.75, down: 0 });
    // The middle of the square stays, moved by three of four pixels: each pixel of the picture is two wide.
    expect(rows(Uint8Array.from(larger.labels), 4)).toEqual(['.110', '.110', '.000', '.000']);
    expect(pixel(larger.pictures, 0)).toEqual([0, 0, 0]);
    const smaller = write({ ...asItIs, scale: 0.5 });
    expect([...smaller.labels].filter((label) => label !== 255)).toEqual([0]);
  });

  test('leaves padding black and everything within 0..1', () => {
    const { pictures } = write({ ...asItIs, flip: true, gain: 1.3, shift: 0.4, saturation: 2 });
    expect(pixel(pictures, 0)).toEqual([0, 0, 0]);
    expect(pixel(pictures, 4)).toEqual([0, 0, 0]);
    expect(pixel(pictures, 5).every((value) => value > 0.4)).toBe(true);
    expect(Math.max(...pictures)).toBeLessThanOrEqual(1);
  });

  test('belongs to its key, and obeys the settings', () => {
    const both = { flip: true, colorJitter: true, scaleJitter: true };
    expect(variationOf(both, 7)).toEqual(variationOf(both, 7));
    expect(variationOf(both, 7)).not.toEqual(variationOf(both, 8));
    expect(variationOf({ flip: false, colorJitter: false, scaleJitter: false }, 7)).toEqual(asItIs);
    const flips = Array.from({ length: 400 }, (_, key) => Number(variationOf(both, key).flip));
    const share = flips.reduce((sum, flip) => sum + flip, 0) / flips.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  function write(variation: ReturnType<typeof variationOf>) {
    const place = { pictures: new Float32Array(48), labels: new Int32Array(16) };
    writeVaried(place, prepared, variation);
    return place;
  }
});

describe('batches', () => {
  test('show every picture once an epoch, in another order the next, the same for the same seed', () => {
    const options = { pictures: 12, batch: 4, seed: 3 };
    const epoch = (number: number) =>
      [0, 1, 2].flatMap((cursor) => indicesAt(options, { epoch: number, cursor }));
    expect(stepsPerEpoch(12, 4)).toBe(3);
    expect(epoch(0).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(epoch(0)).toEqual(epoch(0));
    expect(epoch(0)).not.toEqual(epoch(1));
  });

  test('stay full when a picture cannot be read, which is told once', async () => {
    const samples = [1, 2, 3].map((image) => ({
      ...sampleOf({ turn: 1 }),
      image,
      ...(image === 2 ? { path: join(folder, 'gone.png') } : {}),
    }));
    const told: number[] = [];
    const library = createPictureLibrary({
      sidePx: 8,
      budgetBytes: 0,
      skip: ({ image }) => told.push(image),
    });
    const made = (kind: 'varied' | 'plain', ...indices: readonly number[]) => {
      const members = samples.flatMap((sample, index) =>
        indices.includes(index) ? [{ index, sample }] : [],
      );
      return makeBatch({ kind, epoch: 0, members }, { library, settings: recipes.unet });
    };
    expect((await made('varied', 0, 1, 2))?.indices).toEqual([0, 2, 0]);
    expect((await made('plain', 0, 1, 2))?.indices).toEqual([0, 2]);
    expect(told).toEqual([2]);
    await expect(made('varied', 1)).rejects.toThrow('None of the pictures');
    expect(await made('plain', 1)).toBeNull();
  });
});

test('of prepared pictures as many are kept as the budget has room for', async () => {
  const samples = Array.from({ length: 5 }, (_, image) => {
    const path = join(folder, `kept-${String(image)}.png`);
    copyFileSync(join(folder, 'flat.png'), path);
    return { ...sampleOf({ turn: 1 }), image, path };
  });
  const budgetBytes = 3 * 8 * 8 * 4 + 1;
  const library = createPictureLibrary({ sidePx: 8, budgetBytes, skip: () => undefined });
  for (const sample of samples) {
    expect(await library.get(sample)).not.toBeNull();
    expect(library.heldBytes()).toBeLessThanOrEqual(budgetBytes);
    rmSync(sample.path);
  }
  const again = await Promise.all(samples.map((sample) => library.get(sample)));
  expect(again.map((prepared) => prepared !== null)).toEqual([true, true, true, false, false]);
});

test('rare classes count more, the average pixel counts one', () => {
  const areas = Float64Array.of(900, 75, 25);
  const weights = classWeightsOf(areas, true);
  expect(weights[2]).toBeGreaterThan(weights[1] ?? Infinity);
  expect(weights[1]).toBeGreaterThan(weights[0] ?? Infinity);
  const mean = weights.reduce((sum, weight, value) => sum + weight * (areas[value] ?? 0), 0) / 1000;
  expect(mean).toBeCloseTo(1, 10);
  expect(classWeightsOf(areas, false)).toEqual([1, 1, 1]);
  expect(classWeightsOf(Float64Array.of(10, 0), true)).toEqual([1, 1]);
});

/** 8 x 4 stored pixels: a crowd in the upper right, of which an object covers the last two columns. */
function sampleOf({ turn }: { readonly turn: Turn }): Sample {
  const mask = (at: (x: number, y: number) => boolean) => {
    const data = Uint8Array.from({ length: 32 }, (_, i) => Number(at(i % 8, Math.floor(i / 8))));
    return cocoStringFromRle(rleFromBitmap({ width: 8, height: 4, data }));
  };
  return {
    image: 1,
    name: 'a.png',
    path: join(folder, 'flat.png'),
    width: 8,
    height: 4,
    turn,
    split: 'train',
    labels: [{ value: 1, rle: mask((x, y) => x >= 6 && y < 2) }],
    ignore: mask((x, y) => x >= 4 && y < 1),
  };
}

function rows(labels: Uint8Array, side: number): readonly string[] {
  return Array.from({ length: side }, (_, row) =>
    [...labels.subarray(row * side, (row + 1) * side)]
      .map((label) => (label === 255 ? '.' : String(label)))
      .join(''),
  );
}

function pixel(pictures: Float32Array, index: number): readonly number[] {
  return [...pictures.subarray(index * 3, index * 3 + 3)];
}
