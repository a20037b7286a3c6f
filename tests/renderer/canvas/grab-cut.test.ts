import { beforeAll, expect, it } from 'vitest';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { GrabCut } from '../../../renderer/canvas/opencv/grab-cut.ts';
import { hintMarks, type Hint } from '../../../renderer/canvas/opencv/hints.ts';
import { openCvHandlers } from '../../../renderer/canvas/opencv/opencv-methods.ts';
import type { OpenCv } from '../../../renderer/canvas/opencv/opencv.ts';
import {
  inRegion,
  mostPieceAreaPx2,
  placed,
  regionOf,
} from '../../../renderer/canvas/opencv/picture-cuts.ts';
import { disc } from './discs.ts';
import { nodeOpenCv } from './node-opencv.ts';

interface Deletable {
  isDeleted(): boolean;
}

const side = 900;
const middle = { x: 451.3, y: 448.6 };
const radius = 301.7;
const picture = disc(side, middle, radius);
const box = { x: 100, y: 100, width: 700, height: 700 };

let cv: OpenCv;
const made: Deletable[] = [];

beforeAll(async () => {
  const ready = await nodeOpenCv();
  const counted = <T extends abstract new (...args: never[]) => unknown>(type: T): T =>
    new Proxy(type, {
      construct(target, args) {
        const object = Reflect.construct(target, args) as object & Deletable;
        made.push(object);
        return object;
      },
    });
  cv = Object.create(ready.cv, { Mat: { value: counted(ready.cv.Mat) } }) as OpenCv;
});

function through(steps: Generator<void, Bitmap>): Bitmap {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function wrongPixels({ data }: Bitmap): number {
  return data.reduce((wrong, pixel, i) => {
    const x = (i % side) + 0.5 - middle.x;
    const y = Math.floor(i / side) + 0.5 - middle.y;
    return wrong + Number((pixel === 1) !== Math.hypot(x, y) < radius);
  }, 0);
}

it('finds the object roughly at first, then to the pixel, and gives all memory back', () => {
  made.length = 0;
  const cut = new GrabCut(cv, picture, box);
  const rough = wrongPixels(through(cut.preview([])));
  expect(rough).toBeGreaterThan(0);
  expect(rough).toBeLessThan(2 * Math.PI * radius * 3.6);
  expect(wrongPixels(through(cut.refined()))).toBe(0);
  cut.close();
  expect(made.length).toBeGreaterThan(10);
  expect(made.every((object) => object.isDeleted())).toBe(true);
});

it('gives all memory back when it is not waited for, and when it fails', () => {
  made.length = 0;
  const cut = new GrabCut(cv, picture, box);
  const steps = cut.preview([]);
  steps.next();
  steps.return(picture as never);
  through(cut.preview([]));
  const finer = cut.refined();
  finer.next();
  finer.return(picture as never);
  cut.close();
  expect(() => new GrabCut(cv, { ...picture, height: 20 }, box)).toThrow();
  expect(made.every((object) => object.isDeleted())).toBe(true);
});

it('keeps to the strokes and to the box, to the pixel', () => {
  const hints: readonly Hint[] = [
    {
      keeps: true,
      points: [
        { x: 120, y: 120 },
        { x: 160, y: 120 },
      ],
      sizePx: 9,
    },
    {
      keeps: false,
      points: [
        { x: 451, y: 300 },
        { x: 451, y: 600 },
      ],
      sizePx: 2,
    },
  ];
  const cut = new GrabCut(cv, picture, box);
  const { keep, drop } = hintMarks(hints, { width: side, height: side }, 1);
  for (const found of [through(cut.preview(hints)), through(cut.refined())]) {
    found.data.forEach((pixel, i) => {
      const [x, y] = [i % side, Math.floor(i / side)];
      const isInside = x >= 100 && y >= 100 && x < 800 && y < 800;
      if (keep.data[i] === 1 && pixel !== 1) throw new Error(`${x}, ${y} is to be kept.`);
      if (drop.data[i] === 1 && pixel !== 0) throw new Error(`${x}, ${y} is not to be kept.`);
      if (!isInside && pixel === 1) throw new Error(`${x}, ${y} is outside the box.`);
    });
  }
  cut.close();
});

it('answers the same each time', () => {
  const cut = new GrabCut(cv, picture, box);
  const first = through(cut.preview([])).data;
  const second = through(cut.preview([])).data;
  cut.close();
  expect(Buffer.compare(first, second)).toBe(0);
});

it('in the worker: a question that is taken back ends between two steps, another is answered', async () => {
  const handlers = openCvHandlers(Promise.resolve({ cv }), () => picture);
  const never = new AbortController().signal;
  const piece = {} as ImageBitmap;
  await expect(handlers.cutPreview([], never)).rejects.toThrow('before its box was given');
  await handlers.cutBegin({ piece, box }, never);
  const abort = new AbortController();
  const taken = handlers.cutPreview([], abort.signal);
  abort.abort();
  await expect(taken).rejects.toThrow('not waited for');
  const { result, transfer } = await handlers.cutPreview([], never);
  expect(result.width).toBeGreaterThan(590);
  expect(transfer).toEqual([result.data.buffer]);
  // Everything is said to be background: nothing is found, and what is empty is not handed over.
  const all: Hint = { keeps: false, points: [middle], sizePx: 2000 };
  expect(await handlers.cutPreview([all], never)).toMatchObject({
    result: { width: 0 },
    transfer: [],
  });
  await handlers.cutEnd(null, never);
  await expect(handlers.cutRefined(null, never)).rejects.toThrow('before its box was given');
});

it('takes the surroundings of the box along, smaller when they are huge, and puts what is found back', () => {
  const size = { width: 8000, height: 8000 };
  const small = { x: 1000, y: 10, width: 100, height: 40 };
  expect(regionOf(small, size)).toEqual({ x: 985, y: 0, width: 130, height: 65, factor: 1 });
  const huge = { x: 0, y: 0, width: 8000, height: 8000 };
  const region = regionOf(huge, size);
  expect((8000 / region.factor) ** 2).toBeLessThanOrEqual(mostPieceAreaPx2);
  expect(region.factor).toBe(2);
  const hint: Hint = { keeps: true, points: [{ x: 30, y: 50 }], sizePx: 8 };
  expect(inRegion(hint, { ...region, x: 10 })).toEqual({ points: [{ x: 10, y: 25 }], sizePx: 4 });
  const found = { x: 1, y: 2, width: 1, height: 1, data: Uint8Array.of(1) };
  expect(placed(found, { ...region, x: 10 }, { ...huge, x: 13 })).toEqual({
    x: 13,
    y: 4,
    width: 1,
    height: 2,
    data: Uint8Array.of(1, 1),
  });
});
