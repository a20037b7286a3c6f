import { beforeAll, expect, it } from 'vitest';
import { EdgePaths } from '../../../renderer/canvas/opencv/edge-paths.ts';
import type { OpenCv } from '../../../renderer/canvas/opencv/opencv.ts';
import { boxAround, inside } from '../../../renderer/canvas/opencv/picture-edges.ts';
import { disc } from './discs.ts';
import { nodeOpenCv } from './node-opencv.ts';

interface Deletable {
  isDeleted(): boolean;
}

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
  cv = Object.create(ready.cv, {
    Mat: { value: counted(ready.cv.Mat) },
    segmentation_IntelligentScissorsMB: {
      value: counted(ready.cv.segmentation_IntelligentScissorsMB),
    },
  }) as OpenCv;
});

it('follows the edge of a disc within 1.5 pixels, from the beginning to the end', () => {
  const paths = new EdgePaths(cv, disc(400, { x: 200, y: 200 }, 120), { x: 320, y: 200 });
  const found = paths.to({ x: 200, y: 320 });
  paths.close();
  expect([found[0], found[1], ...found.slice(-2)]).toEqual([320, 200, 200, 320]);
  expect(found.length / 2).toBeGreaterThan(120);
  for (let i = 0; i < found.length; i += 2) {
    const radius = Math.hypot((found[i] ?? 0) + 0.5 - 200, (found[i + 1] ?? 0) + 0.5 - 200);
    expect(Math.abs(radius - 120)).toBeLessThanOrEqual(1.5);
  }
});

it('finds the same way near its beginning before and after it has looked farther', () => {
  const paths = new EdgePaths(cv, disc(400, { x: 200, y: 200 }, 120), { x: 320, y: 200 });
  const near = { x: 305, y: 258 };
  const [first, far] = [paths.to(near), paths.to({ x: 80, y: 200 })];
  const second = paths.to(near);
  paths.close();
  expect([...far.slice(0, 2), ...far.slice(-2)]).toEqual([320, 200, 80, 200]);
  for (const found of [first, second]) {
    expect([...found.slice(0, 2), ...found.slice(-2)]).toEqual([320, 200, 305, 258]);
    for (let i = 0; i < found.length - 2; i += 2) {
      const radius = Math.hypot((found[i] ?? 0) + 0.5 - 200, (found[i + 1] ?? 0) + 0.5 - 200);
      expect(Math.abs(radius - 120)).toBeLessThanOrEqual(2);
    }
  }
});

it('gives back all memory of OpenCV, also when it fails', () => {
  made.length = 0;
  const picture = disc(40, { x: 20, y: 20 }, 12);
  const paths = new EdgePaths(cv, picture, { x: 32, y: 20 });
  paths.to({ x: 20, y: 32 });
  paths.close();
  const tooMuch = { ...picture, height: 20 };
  expect(() => new EdgePaths(cv, tooMuch, { x: 32, y: 10 })).toThrow();
  expect(made.length).toBe(7);
  expect(made.every((object) => object.isDeleted())).toBe(true);
});

it('takes 512 pixels around a point, moved into the picture', () => {
  const size = { width: 4000, height: 300 };
  expect(boxAround({ x: 1000.5, y: 10 }, size)).toEqual({ x: 744, y: 0, width: 512, height: 300 });
  const box = boxAround({ x: 3999, y: 10 }, size);
  expect(box.x).toBe(3488);
  expect(inside(box, { x: 100, y: 299.9 })).toEqual({ x: 0, y: 299 });
});
