import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uprightSize, type Point, type Turn } from '../../../app/domain/geometry.ts';
import type { Prompt, PromptFiles, PromptTarget } from '../../../app/contract/prompting.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { areaOfRle, bboxOfRle } from '../../../app/mask/rle.ts';
import { bitmapFromRle } from '../../../app/mask/rle-bitmap.ts';
import { storedFromUpright } from '../../../app/mask/turn.ts';
import { openNetworks, type Networks } from '../../../app/prompting/networks.ts';
import { pictureInput } from '../../../app/prompting/picture-input.ts';
import { promptInput } from '../../../app/prompting/prompt-input.ts';
import { chosenMask, refines, segment } from '../../../app/prompting/segment.ts';
import { drawNetworks, drawPicture, type DrawnNetworks } from './networks.ts';

let drawn: DrawnNetworks;
let path = '';
const size = { width: 300, height: 200 };
const opened: Networks[] = [];

beforeAll(async () => {
  drawn = drawNetworks();
  path = await drawPicture(drawn.folder, size);
});

afterAll(async () => {
  await Promise.all(opened.map((networks) => networks.close()));
  drawn.remove();
});

async function open(files: PromptFiles): Promise<Networks> {
  const networks = await openNetworks(files);
  opened.push(networks);
  return networks;
}

function target(turn: Turn = 1): PromptTarget {
  return { image: 1, path, ...size, turn };
}

function taking(...points: readonly Point[]): Prompt {
  return { points: points.map((point) => ({ ...point, positive: true })), box: null };
}

async function answer(networks: Networks, about: PromptTarget, prompt: Prompt) {
  const features = await networks.encode(await pictureInput(about, networks.interface.form));
  const found = await segment(networks, { features, target: about, prompt, before: null });
  const rle = rleFromCocoCounts(found.mask.rle, [about.height, about.width]);
  return { ...found, features, rle, bitmap: bitmapFromRle(rle) };
}

/** Of all that is set. */
function middle({ data, width }: Bitmap): Point {
  let [x, y, count] = [0, 0, 0];
  data.forEach((value, index) => {
    if (value === 0) return;
    x += (index % width) + 0.5;
    y += Math.floor(index / width) + 0.5;
    count += 1;
  });
  return { x: x / count, y: y / count };
}

const families = [
  ['SAM, bytes', () => drawn.sam],
  ['SAM, planes', () => ({ ...drawn.sam, encoder: drawn.networks.samEncoderNormalised })],
  ['SAM, one mask', () => ({ ...drawn.sam, decoder: drawn.networks.samDecoderSingle })],
  [
    'SAM, masks of the picture only',
    () => ({ ...drawn.sam, decoder: drawn.networks.samDecoderLarge }),
  ],
  ['SAM 2', () => drawn.sam2],
  ['SAM 2 for transformers.js', () => drawn.sam2Apart],
] as const;

describe.each(families)('%s on onnxruntime', (_, files) => {
  it('takes what lies around a click, in stored pixels, whatever the turn', async () => {
    const networks = await open(files());
    for (const turn of [1, 3, 6, 8, 5] as const) {
      const place = { x: 90.5, y: 130.5 };
      const { bitmap, mask } = await answer(networks, target(turn), taking(place));
      expect(bitmap).toMatchObject(size);
      const found = middle(bitmap);
      expect(Math.hypot(found.x - place.x, found.y - place.y)).toBeLessThan(2);
      expect(mask.score).toBeGreaterThan(0.5);
    }
  });

  it('leaves out what lies around a negative click', async () => {
    const networks = await open(files());
    const points = [
      { x: 150, y: 100, positive: true },
      { x: 175, y: 100, positive: false },
    ];
    const { bitmap } = await answer(networks, target(), { points, box: null });
    expect(bitmap.data[100 * size.width + 175]).toBe(0);
    expect(middle(bitmap).x).toBeLessThan(150);
    expect(bitmap.data[100 * size.width + 140]).toBe(1);
  });

  it('takes a box to its edges, turned pictures too', async () => {
    const networks = await open(files());
    for (const turn of [1, 6, 8] as const) {
      const box = { x: 40, y: 30, width: 120, height: 80 };
      const { rle } = await answer(networks, target(turn), { points: [], box });
      const found = bboxOfRle(rle);
      // A small cell of the network is four of its pixels wide, and the picture is smaller than it.
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs(found[side] - box[side])).toBeLessThanOrEqual(3);
      }
    }
  });
});

describe('the masks of SAM', () => {
  it('are enlarged and cut off bit for bit as the published network does it', async () => {
    const small = await open(drawn.sam);
    const large = await open({ ...drawn.sam, decoder: drawn.networks.samDecoderLarge });
    for (const turn of [1, 6] as const) {
      const prompt = taking({ x: 80, y: 60 });
      const ours = await answer(small, target(turn), prompt);
      const theirs = await answer(large, target(turn), prompt);
      expect(ours.before).not.toBeNull();
      expect(theirs.before).toBeNull();
      const different = ours.bitmap.data.filter((value, at) => value !== theirs.bitmap.data[at]);
      // Both compute in floats, in another order: a pixel at exactly nought may fall either way.
      expect(different.length).toBeLessThanOrEqual(2);
      expect(areaOfRle(ours.rle)).toBeGreaterThan(500);
    }
  });
});

describe('a further point', () => {
  it('begins where the last answer ended', async () => {
    const networks = await open(drawn.sam);
    const first = await answer(networks, target(), taking({ x: 100, y: 100 }));
    const prompt = taking({ x: 100, y: 100 }, { x: 120, y: 100 });
    const question = { features: first.features, target: target(), prompt };
    const anew = await segment(networks, { ...question, before: null });
    const refined = await segment(networks, { ...question, before: first.before });
    expect(refined.mask.rle).not.toBe(anew.mask.rle);
    const other = {
      small: first.before?.small ?? new Float32Array(),
      prompt: taking({ x: 1, y: 1 }),
    };
    expect((await segment(networks, { ...question, before: other })).mask.rle).toBe(anew.mask.rle);
  });

  it('refines only what it goes on from', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const one = taking({ x: 1, y: 1 });
    const two = taking({ x: 1, y: 1 }, { x: 2, y: 2 });
    expect(refines(two, one)).toBe(true);
    expect(refines(one, two)).toBe(false);
    expect(refines(one, one)).toBe(false);
    expect(refines({ ...two, box }, one)).toBe(false);
    expect(refines({ ...two, box }, { ...one, box })).toBe(true);
    expect(refines(taking({ x: 3, y: 1 }, { x: 2, y: 2 }), one)).toBe(false);
  });
});

describe('of several masks', () => {
  it('the best rated is taken; of SAM’s four the first for many points, another for few', () => {
    expect(chosenMask([0.1, 0.9, 0.3], 1, { family: 'sam2' })).toBe(1);
    expect(chosenMask([0.99, 0.2, 0.8, 0.3], 2, { family: 'sam' })).toBe(2);
    expect(chosenMask([0.1, 0.2, 0.8, 0.3], 3, { family: 'sam' })).toBe(0);
    expect(chosenMask([0.4], 5, { family: 'sam' })).toBe(0);
  });
});

describe('points', () => {
  const sam = { family: 'sam', form: 'padded', boxesApart: false } as const;
  const sam2 = { family: 'sam2', form: 'stretched', boxesApart: false } as const;

  it('get a companion that is none for SAM, and a box is two corners', () => {
    const about = { image: 1, path: '', width: 2048, height: 1024, turn: 1 as const };
    const { points } = taking({ x: 100.5, y: 50.5 });
    expect(promptInput({ points, box: null }, about, sam)).toEqual({
      coordinates: [49.75, 24.75, 0, 0],
      labels: [1, -1],
      box: [],
    });
    const box = { x: 10, y: 20, width: 100, height: 60 };
    expect(promptInput({ points, box }, about, sam)).toEqual({
      coordinates: [49.75, 24.75, 4.5, 9.5, 54.5, 39.5],
      labels: [1, 2, 3],
      box: [],
    });
    expect(promptInput({ points, box: null }, about, sam2)).toEqual({
      coordinates: [49.75, 50],
      labels: [1],
      box: [],
    });
    const apart = { ...sam2, boxesApart: true };
    expect(promptInput({ points, box }, about, apart)).toEqual({
      coordinates: [49.75, 50],
      labels: [1],
      box: [4.5, 19.5, 54.5, 79.5],
    });
    expect(promptInput({ points: [], box }, about, apart)).toMatchObject({
      coordinates: [0, 0],
      labels: [-1],
    });
  });

  it('lie where they lie in the upright picture, for every turn', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (number, width, height, across, down) => {
          const turn = number as Turn;
          const about = { image: 1, path: '', width, height, turn };
          const upright = uprightSize(about, turn);
          const point = { x: across * upright.width, y: down * upright.height };
          const stored = storedFromUpright(point, about, turn);
          const [x = 0, y = 0] = promptInput(taking(stored), about, sam2).coordinates;
          expect(x).toBeCloseTo(across * 1024 - 0.5, 6);
          expect(y).toBeCloseTo(down * 1024 - 0.5, 6);
        },
      ),
    );
  });
});
