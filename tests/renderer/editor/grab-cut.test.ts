import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import { areaOfCutout, cutoutFromBitmap } from '../../../app/mask/cutout.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { GrabCut } from '../../../renderer/canvas/opencv/grab-cut.ts';
import type { OpenCv } from '../../../renderer/canvas/opencv/opencv.ts';
import {
  inRegion,
  placed,
  regionOf,
  type PictureCuts,
} from '../../../renderer/canvas/opencv/picture-cuts.ts';
import { aborted } from '../../../renderer/canvas/worker/worker-client.ts';
import { disc } from '../canvas/discs.ts';
import { nodeOpenCv } from '../canvas/node-opencv.ts';
import { Desk, polygonObject, square } from './desk.ts';

const side = 120;
const radius = 30;
const picture = disc(side, { x: 60, y: 60 }, radius);
const whole = { x: 0, y: 0, width: side, height: side };

let cv: OpenCv;
let desk: Desk;
let running = 0;
let fails = false;

beforeAll(async () => {
  ({ cv } = await nodeOpenCv());
});

/** What the worker runs, without a worker. */
const cuts: PictureCuts = {
  warm: () => undefined,
  begin: (box) => {
    const region = regionOf(box, picture);
    const inside = { ...box, x: box.x - region.x, y: box.y - region.y };
    const cut = new GrabCut(cv, cropped(picture, region), inside);
    running++;
    async function through(
      steps: Generator<void, Bitmap>,
      signal: AbortSignal,
    ): Promise<ReturnType<typeof placed>> {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (signal.aborted) throw aborted();
        if (fails) throw new Error('No OpenCV.');
        const step = steps.next();
        if (step.done !== true) continue;
        const found = cutoutFromBitmap(step.value, { ...region, x: 0, y: 0 });
        return placed(found, region, box);
      }
    }
    return {
      preview: (hints, signal) =>
        through(cut.preview(hints.map((hint) => ({ ...hint, ...inRegion(hint, region) }))), signal),
      refined: (signal) => through(cut.refined(), signal),
      end: () => {
        running--;
        cut.close();
      },
    };
  },
};

function cropped({ data, width: stride }: Pixels, { x, y, width, height }: typeof whole): Pixels {
  const part = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((y + row) * stride + x);
    part.set(data.subarray(from, from + 4 * width), 4 * row * width);
  }
  return { width, height, data: part };
}

function open(...objects: ReturnType<typeof polygonObject>[]): void {
  desk = new Desk(whole, objects);
  desk.bench.cuts = cuts;
  desk.bench.choose('grabcut');
}

beforeEach(() => {
  fails = false;
  open();
});

afterEach(() => {
  desk.bench.cancelAll();
  expect(running).toBe(0);
});

const found = (): Promise<void> => vi.waitFor(() => expect(desk.bench.progress).toBe('found'));

/** Pixels of all masks that the disc has not, and that it has and they have not. */
function wrongPixels(isMarkedInside = true): number {
  return desk.drawing.labels.values.reduce((wrong, slot, i) => {
    const isInside = Math.hypot((i % side) + 0.5 - 60, Math.floor(i / side) + 0.5 - 60) < radius;
    return wrong + Number((slot !== 0) !== (isInside === isMarkedInside));
  }, 0);
}

it('finds the disc in the box, shows it, and applies it with Enter as one step', async () => {
  desk.drag([25, 25], [95, 95]);
  expect(desk.bench.progress).toBe('working');
  expect(desk.bench.sketch().path?.points).toHaveLength(4);
  await found();
  expect(wrongPixels()).toBe(0);
  expect([desk.done, desk.drawing.objects]).toEqual([[], []]);
  expect(desk.bench.finish()).toBe(true);
  expect(desk.done.map(({ act }) => act)).toEqual(['grabcut']);
  expect(desk.bench.selected).toBe(101);
  expect(wrongPixels()).toBe(0);
  desk.undo();
  expect(desk.drawing.objects).toEqual([]);
});

it('waits for what is worked out when Enter comes before', async () => {
  desk.drag([25, 25], [95, 95]);
  expect(desk.bench.finish()).toBe(true);
  expect([desk.bench.isBusy, desk.done.length]).toEqual([true, 0]);
  desk.press(40, 40).release(50, 50);
  await vi.waitFor(() => expect(desk.done).toHaveLength(1));
  expect(wrongPixels()).toBe(0);
  expect(desk.bench.isBusy).toBe(false);
});

it('strokes say what is of it and what is not, and Backspace takes them back one by one, then the box', async () => {
  desk.bench.brushSizePx = 3;
  desk.drag([15, 25], [95, 95]);
  await found();
  const before = desk.drawing.labels.values.slice();
  desk.drag([18, 40], [18, 80]);
  expect(desk.bench.progress).toBe('working');
  await found();
  expect(desk.drawing.labels.values[60 * side + 18]).not.toBe(0);
  desk.press(60, 35, { alt: true }).move(60, 85, { alt: true });
  expect(desk.bench.sketch().hints.map(({ keeps }) => keeps)).toEqual([true, false]);
  expect(desk.bench.sketch().ring?.erases).toBe(true);
  desk.release(60, 85, { alt: true });
  await found();
  expect(desk.drawing.labels.values[60 * side + 60]).toBe(0);
  expect(desk.bench.stepBack()).toBe(true);
  await found();
  expect(desk.drawing.labels.values[60 * side + 60]).not.toBe(0);
  expect(desk.bench.stepBack()).toBe(true);
  await found();
  expect(desk.drawing.labels.values).toEqual(before);
  expect(desk.bench.stepBack()).toBe(true);
  expect([desk.bench.progress, desk.drawing.stroke]).toEqual([null, null]);
});

it('Esc gives up at any moment, without a trace', async () => {
  desk.press(25, 25).move(60, 60);
  expect(desk.bench.cancel()).toBe(true);
  desk.release(60, 60);
  desk.drag([25, 25], [95, 95]);
  expect(desk.bench.cancel()).toBe(true);
  desk.drag([25, 25], [95, 95]);
  await found();
  desk.press(30, 30);
  expect(desk.bench.cancel()).toBe(true);
  desk.release(30, 30);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([desk.done, desk.drawing.stroke, desk.drawing.objects]).toEqual([[], null, []]);
  expect(desk.drawing.labels.values.every((slot) => slot === 0)).toBe(true);
});

it('a stroke that comes while it is worked out takes the place of that, and only the last counts', async () => {
  desk.bench.brushSizePx = 5;
  desk.drag([25, 25], [95, 95]);
  desk.drag([28, 28], [28, 90]).drag([60, 40], [60, 80], { alt: true });
  await found();
  const { values } = desk.drawing.labels;
  expect([values[60 * side + 28] === 0, values[60 * side + 60] === 0]).toEqual([false, true]);
});

it('adds to the chosen object, and takes away from it with Alt at the box', async () => {
  open(polygonObject(1, 1, square(0, 0, 10)));
  desk.bench.select(1);
  desk.drag([25, 25], [95, 95]);
  await found();
  desk.bench.finish();
  const area = (): number => areaOfCutout(desk.drawing.object(1)!.cutout);
  const disc = area() - 100;
  expect(Math.abs(disc - Math.PI * radius ** 2)).toBeLessThan(40);

  open(polygonObject(1, 1, square(0, 0, side)));
  desk.bench.select(1);
  desk.drag([25, 25], [95, 95], { alt: true });
  expect(desk.bench.takesAway).toBe(true);
  await found();
  desk.bench.finish();
  expect(desk.done.map(({ act }) => act)).toEqual(['clear']);
  expect(area()).toBe(side * side - disc);
});

it('makes an object of the class that is at hand when it is applied, as it is shown', async () => {
  desk.drag([25, 25], [95, 95]);
  await found();
  desk.bench.setCategory(7);
  expect(desk.bench.coming()?.category).toBe(7);
  desk.bench.finish();
  expect(desk.drawing.objects.map(({ category }) => category)).toEqual([7]);
});

it('works in a box around the whole picture', async () => {
  desk.drag([-5, -5], [side + 5, side + 5]);
  await found();
  expect(wrongPixels()).toBeLessThan(60);
});

it('says so when there are no colours, when OpenCV fails, and when nothing was found', async () => {
  desk.drag([25, 25], [27, 27]);
  expect(desk.bench.progress).toBeNull();
  desk.bench.cuts = null;
  desk.press(25, 25).release(95, 95);
  desk.bench.cuts = cuts;
  fails = true;
  desk.drag([25, 25], [95, 95]);
  await vi.waitFor(() => expect(desk.refusals).toEqual(['unreadable', 'unreadable']));
  fails = false;
  desk.bench.brushSizePx = 200;
  desk.drag([25, 25], [95, 95]).drag([60, 60], [61, 60], { alt: true });
  await vi.waitFor(() => expect(desk.bench.progress).toBe('nothing'));
  desk.bench.finish();
  expect(desk.refusals.at(-1)).toBe('nothing-here');
  expect([desk.done, desk.bench.progress]).toEqual([[], null]);
});

it('the other end of the pen gives up what is shown, and erases', async () => {
  open(polygonObject(1, 2, square(2, 2, 20)));
  desk.bench.brushSizePx = 5;
  desk.drag([25, 25], [95, 95]);
  await found();
  desk.bench.hold('eraser');
  desk.drag([2, 2], [20, 2]);
  desk.bench.letGo();
  expect(desk.done.map(({ act }) => act)).toEqual(['eraser']);
  expect([desk.bench.progress, desk.drawing.stroke]).toEqual([null, null]);
  desk.undo();
  desk.drag([25, 25], [95, 95]);
  await found();
  expect(wrongPixels()).toBe(20 * 20);
});

it('leaves the chosen object as it is when another class is taken meanwhile', async () => {
  open(polygonObject(1, 1, square(0, 0, 10)));
  desk.bench.select(1);
  desk.drag([25, 25], [95, 95]);
  await found();
  desk.bench.setCategory(2);
  expect(desk.bench.target()).toEqual({ kind: 'new' });
  desk.bench.finish();
  expect(desk.drawing.objects.map(({ category }) => category)).toEqual([1, 2]);
  expect(desk.drawing.object(1)?.polygons).toEqual([square(0, 0, 10)]);
  const [, disc] = desk.drawing.objects;
  expect(disc?.areaPx2).toBeGreaterThan(2700);
  desk.undo();
  expect(desk.drawing.objects).toHaveLength(1);
});

it('strokes that were taken back come again, until another one is made', async () => {
  desk.drag([25, 25], [95, 95]);
  desk.drag([60, 60], [64, 60]);
  desk.drag([60, 70], [64, 70]);
  desk.bench.stepPathBack();
  desk.bench.stepPathBack();
  expect(desk.bench.sketch().hints).toHaveLength(0);
  desk.bench.stepPathForth();
  desk.bench.stepPathForth();
  expect(desk.bench.sketch().hints).toHaveLength(2);
  desk.bench.stepPathBack();
  desk.drag([60, 50], [64, 50]);
  expect(desk.bench.canStepForth).toBe(false);
  await found();
});
