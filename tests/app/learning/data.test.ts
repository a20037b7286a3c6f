import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sample } from '../../../app/contract/run-folder.ts';
import { indicesAt, makeBatch, stepsPerEpoch } from '../../../app/learning/data/batches.ts';
import { classWeightsOf } from '../../../app/learning/data/class-weights.ts';
import { prepareSample, type Prepared } from '../../../app/learning/data/letterboxed.ts';
import { blurredPicture } from '../../../app/learning/data/blurred.ts';
import { pasteObjects } from '../../../app/learning/data/pasted.ts';
import { asItIs, variationOf, type Variation } from '../../../app/learning/data/variation.ts';
import { cover, writeVaried } from '../../../app/learning/data/varied.ts';
import { evenOrder, oversampledOrder } from '../../../app/learning/data/picture-order.ts';
import { createPictureLibrary } from '../../../app/learning/data/picture-library.ts';
import { asBefore, recipes } from '../../../app/contract/training.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
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
    objects: null,
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
    const none = { ...asBefore, flip: false, colorJitter: false, scaleJitter: false };
    const all = {
      ...{ flip: true, colorJitter: true, scaleJitter: true },
      ...{ rotate: 20, crop: 0.5, blur: true, cutout: true },
    };
    expect(variationOf(all, 7)).toEqual(variationOf(all, 7));
    expect(variationOf(all, 7)).not.toEqual(variationOf(all, 8));
    expect(variationOf(none, 7)).toEqual(asItIs);
    // One by one each is what it is among all.
    const { angle, blur, cover: covered } = variationOf(all, 7);
    expect(variationOf({ ...none, rotate: 20 }, 7)).toEqual({ ...asItIs, angle });
    expect(variationOf({ ...none, blur: true }, 7)).toEqual({ ...asItIs, blur });
    expect(variationOf({ ...none, cutout: true }, 7)).toEqual({ ...asItIs, cover: covered });
    const flips = Array.from({ length: 400 }, (_, key) => Number(variationOf(all, key).flip));
    const share = flips.reduce((sum, flip) => sum + flip, 0) / flips.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  test('turns clockwise, picture and labels together', () => {
    // Which label comes to lie at the upper right: what was at the upper left.
    const square: Prepared = {
      ...prepared,
      content: { x: 0, y: 0, width: 4, height: 4 },
      labels: Uint8Array.of(1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4),
    };
    const place = { pictures: new Float32Array(48), labels: new Int32Array(16) };
    writeVaried(place, square, { ...asItIs, angle: Math.PI / 2 });
    expect(rows(Uint8Array.from(place.labels), 4)).toEqual(['3001', '0000', '0000', '4002']);
    expect(pixel(place.pictures, 3)[0]).toBeCloseTo((square.rgb[0] ?? 0) / 255, 5);
    expect(pixel(place.pictures, 15)[0]).toBeCloseTo((square.rgb[9] ?? 0) / 255, 5);
  });

  test('shows a part that lies within the square, at most as much larger as was said', () => {
    const settings = {
      ...asBefore,
      flip: false,
      colorJitter: false,
      scaleJitter: false,
      crop: 0.4,
    };
    for (let key = 0; key < 200; key++) {
      const { scale, right, down } = variationOf(settings, key);
      expect(scale).toBeLessThanOrEqual(2.5);
      for (const move of [right, down]) {
        const [first, last] = [0, 1].map((edge) => 0.5 + (edge - 0.5 - move) / scale);
        expect(first).toBeGreaterThanOrEqual(-1e-9);
        expect(last).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  test('blurs a picture within its edge, and keeps how bright it is', () => {
    const side = 16;
    const content = { x: 0, y: 4, width: 16, height: 8 };
    const rgb = new Uint8Array(side * side * 3);
    for (let at = content.y * side * 3; at < 12 * side * 3; at++) rgb[at] = 200;
    const flat = blurredPicture({ sidePx: side, content, rgb }, 1.5);
    expect(flat.rgb).toEqual(rgb);
    const middle = (8 * side + 8) * 3;
    rgb[middle] = 0;
    const blurred = blurredPicture({ sidePx: side, content, rgb }, 1);
    // 1 / (2 pi) of a pixel's difference stays in its middle.
    expect(blurred.rgb[middle]).toBe(Math.round(200 - 200 / (2 * Math.PI)));
    expect(blurred.rgb[middle + 3]).toBeLessThan(200);
    expect(blurred.rgb[middle + 1]).toBe(200);
  });

  test('covers a part, for which nothing is asked', () => {
    const place = write(asItIs);
    cover(place, { x: 0, y: 0.25, width: 0.5, height: 0.25 });
    expect(rows(Uint8Array.from(place.labels), 4)).toEqual(['....', '..2.', '001.', '....']);
    expect(pixel(place.pictures, 4)).toEqual([0.5, 0.5, 0.5]);
    expect(pixel(place.pictures, 6)).not.toEqual([0.5, 0.5, 0.5]);
  });

  test('pastes the objects that are taken, and nothing else', () => {
    const place = write(asItIs);
    const before = place.pictures.slice();
    const donor: Prepared = {
      ...prepared,
      rgb: new Uint8Array(48).fill(255),
      objects: Uint8Array.of(255, 255, 255, 255, 1, 2, 2, 255, 0, 255, 1, 255, 255, 255, 255, 255),
    };
    const pasted = { prepared: donor, values: [2, 1], isTaken: [true, false], variation: asItIs };
    pasteObjects(place, pasted);
    expect(rows(Uint8Array.from(place.labels), 4)).toEqual(['....', '202.', '002.', '....']);
    const changed = Array.from({ length: 16 }, (_, at) => at).filter((at) =>
      [0, 1, 2].some((channel) => place.pictures[at * 3 + channel] !== before[at * 3 + channel]),
    );
    expect(changed).toEqual([4, 10]);
    expect(pixel(place.pictures, 10)).toEqual([1, 1, 1]);
  });

  function write(variation: Variation) {
    const place = { pictures: new Float32Array(48), labels: new Int32Array(16) };
    writeVaried(place, prepared, variation);
    return place;
  }
});

describe('batches', () => {
  test('show every picture once an epoch, in another order the next, the same for the same seed', () => {
    const options = { order: evenOrder(12), batch: 4, seed: 3 };
    const epoch = (number: number) =>
      [0, 1, 2].flatMap((cursor) => indicesAt(options, { epoch: number, cursor }));
    expect(stepsPerEpoch(12, 4)).toBe(3);
    expect(epoch(0).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(epoch(0)).toEqual(epoch(0));
    expect(epoch(0)).not.toEqual(epoch(1));
  });

  test('show pictures with rare classes more often, by the root of how much rarer they are', () => {
    // Sixteen cats, one dog, and three pictures of nothing.
    const values = [...Array<number>(16).fill(1), 2, 0, 0, 0];
    const samples = values.map((value) => ({
      ...sampleOf({ turn: 1 }),
      labels: value === 0 ? [] : [{ value, rle: '' }],
    }));
    const order = oversampledOrder(samples);
    const times = new Uint32Array(20);
    const epochs = 400;
    for (let epoch = 0; epoch < epochs; epoch++) {
      const shown = order(epoch);
      expect(shown).toHaveLength(20);
      for (const picture of shown) times[picture]!++;
    }
    expect(order(7)).toEqual(order(7));
    expect(order(7)).not.toEqual(order(8));
    const perEpoch = Array.from(times, (count) => count / epochs);
    // The weights are 1 and 4, together 23.
    expect(perEpoch[16]).toBeCloseTo((4 * 20) / 23, 1);
    for (const at of [0, 7, 15, 17, 19]) expect(perEpoch[at]).toBeCloseTo(20 / 23, 1);
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

test('one that is looked at window by window is not read for each, even where there is no room', async () => {
  const path = join(folder, 'last.png');
  copyFileSync(join(folder, 'flat.png'), path);
  const [last, other] = [
    { ...sampleOf({ turn: 1 }), image: 2, path },
    { ...sampleOf({ turn: 1 }), image: 3 },
  ];
  const library = createPictureLibrary({
    ...{ sidePx: 8, budgetBytes: 0, keepsLast: true, skip: () => undefined },
  });
  const prepared = await library.get(last);
  rmSync(path);
  expect(await library.get(last)).toBe(prepared);
  await library.get(other);
  expect(await library.get(last)).toBeNull();
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
