import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { areaOfCutout } from '../../../app/mask/cutout.ts';
import { EdgePaths } from '../../../renderer/canvas/opencv/edge-paths.ts';
import type { OpenCv } from '../../../renderer/canvas/opencv/opencv.ts';
import {
  inside,
  pointsOf,
  type PictureEdges,
} from '../../../renderer/canvas/opencv/picture-edges.ts';
import { disc } from '../canvas/discs.ts';
import { nodeOpenCv } from '../canvas/node-opencv.ts';
import { Desk, polygonObject, square } from './desk.ts';

const side = 100;
const radius = 30;
const picture = disc(side, { x: 50, y: 50 }, radius);
const box = { x: 0, y: 0, width: side, height: side };
const anchors = [
  [80, 50],
  [50, 80],
  [20, 50],
  [50, 20],
] as const;

let cv: OpenCv;
let desk: Desk;

beforeAll(async () => {
  ({ cv } = await nodeOpenCv());
});

/** What the worker runs, without a worker. */
const edges: PictureEdges = {
  async path(from, to) {
    await Promise.resolve();
    const paths = new EdgePaths(cv, picture, inside(box, from));
    const found = paths.to(inside(box, to));
    paths.close();
    return [...pointsOf(found, box), to];
  },
};

beforeEach(() => {
  desk = new Desk(box);
  desk.bench.open(desk.drawing, null, edges);
  desk.bench.choose('scissors');
});

function around(modifiers?: { alt: boolean }): void {
  for (const [x, y] of anchors) desk.click(x, y, modifiers);
}

/** Of the masks of all objects, pixels that the disc has not, and that it has and they have not. */
function wrongPixels(isMarkedInside: boolean): number {
  return desk.drawing.labels.values.reduce((wrong, slot, i) => {
    const isInside = Math.hypot((i % side) + 0.5 - 50, Math.floor(i / side) + 0.5 - 50) < radius;
    return wrong + Number((slot !== 0) !== (isInside === isMarkedInside));
  }, 0);
}

it('cuts out a disc by four clicks and Enter, as one step', async () => {
  around();
  expect(desk.bench.finish()).toBe(true);
  expect(desk.bench.isBusy).toBe(true);
  await vi.waitFor(() => expect(desk.done).toHaveLength(1));
  expect(desk.done[0]?.act).toBe('scissors');
  expect(desk.bench.isBusy).toBe(false);
  // A ring of one pixel along the edge may be on either side.
  expect(wrongPixels(true)).toBeLessThan(2 * Math.PI * radius);
  desk.undo();
  expect(desk.drawing.objects).toHaveLength(0);
});

it('closes by a click on the first anchor, and takes away with Alt', async () => {
  desk = new Desk(box, [polygonObject(1, 1, square(0, 0, side))]);
  desk.bench.open(desk.drawing, null, edges);
  desk.bench.choose('scissors');
  around({ alt: true });
  desk.click(80.2, 50.2);
  await vi.waitFor(() => expect(desk.done.map(({ act }) => act)).toEqual(['clear']));
  expect(wrongPixels(false)).toBeLessThan(2 * Math.PI * radius);
});

it('shows the way to the pointer along the edge before the next click', async () => {
  desk.click(80, 50).move(50, 80);
  const shown = (): number => desk.bench.sketch().path?.points.length ?? 0;
  await vi.waitFor(() => expect(shown()).toBeGreaterThan(25));
  const found = desk.bench.sketch().path?.points ?? [];
  expect(found.every(({ x, y }) => Math.abs(Math.hypot(x - 50, y - 50) - radius) < 2)).toBe(true);
  expect(desk.bench.sketch().path?.anchors).toEqual([{ x: 80, y: 50 }]);
});

it('goes back an anchor at a time, and to nothing with Esc', async () => {
  around();
  desk.bench.stepBack();
  expect(desk.bench.sketch().path?.anchors).toHaveLength(3);
  desk.bench.stepPathForth();
  expect(desk.bench.sketch().path?.anchors).toHaveLength(4);
  expect(desk.bench.stepPathForth()).toBe(false);
  expect(desk.bench.cancel()).toBe(true);
  expect(desk.bench.sketch().path).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([desk.done, desk.bench.isBusy]).toEqual([[], false]);
});

it('adds to the chosen object and leaves the rest alone', async () => {
  desk = new Desk(box, [polygonObject(1, 1, square(0, 0, 10))]);
  desk.bench.open(desk.drawing, null, edges);
  desk.bench.select(1);
  desk.bench.choose('scissors');
  around();
  desk.bench.finish();
  await vi.waitFor(() => expect(desk.done).toHaveLength(1));
  expect(desk.drawing.objects).toHaveLength(1);
  const [object] = desk.drawing.objects;
  expect(object === undefined ? 0 : areaOfCutout(object.cutout)).toBeGreaterThan(2700);
});

it('says so when the picture cannot be read', () => {
  desk.bench.open(desk.drawing);
  desk.click(80, 50);
  expect(desk.refusals).toEqual(['unreadable']);
});

it('makes an object of the class that is at hand in the end', async () => {
  around();
  desk.bench.setCategory(2);
  desk.bench.finish();
  await vi.waitFor(() => expect(desk.done).toHaveLength(1));
  expect(desk.drawing.objects.map(({ category }) => category)).toEqual([2]);
  expect(desk.bench.category).toBe(2);
});

it('leaves the chosen object as it is when another class is taken meanwhile', async () => {
  desk = new Desk(box, [polygonObject(1, 1, square(0, 0, 10))]);
  desk.bench.open(desk.drawing, null, edges);
  desk.bench.select(1);
  desk.bench.choose('scissors');
  around();
  desk.bench.setCategory(2);
  desk.bench.finish();
  await vi.waitFor(() => expect(desk.done).toHaveLength(1));
  expect(desk.drawing.objects.map(({ category }) => category)).toEqual([1, 2]);
  expect(desk.drawing.object(1)?.polygons).toEqual([square(0, 0, 10)]);
});
