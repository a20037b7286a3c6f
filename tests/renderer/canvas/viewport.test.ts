import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fit,
  imageFromScreen,
  largestScale,
  screenFromImage,
  visibleRect,
  withinReach,
  zoomTo,
} from '../../../renderer/canvas/viewport.ts';

const canvas = { width: 1000, height: 700 };
const picture = { width: 4000, height: 3000 };

it('zooming keeps what lies under the pointer', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 60, noNaN: true }),
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 0, max: 700 }),
      (scale, x, y) => {
        const before = fit(picture, canvas);
        const after = zoomTo(before, scale, { x, y });
        const a = imageFromScreen({ x, y }, before);
        const b = imageFromScreen({ x, y }, after);
        expect(b.x).toBeCloseTo(a.x, 6);
        expect(b.y).toBeCloseTo(a.y, 6);
      },
    ),
  );
});

it('stops at the largest scale, and the picture cannot be lost', () => {
  const close = zoomTo(fit(picture, canvas), 1e9, { x: 0, y: 0 });
  expect(close.scale).toBe(largestScale);
  const dragged = withinReach({ x: 1e6, y: -1e7, scale: 1 }, picture, canvas);
  expect(dragged).toEqual({ x: 952, y: 48 - 3000, scale: 1 });
});

it('fits the whole picture into the canvas, in the middle', () => {
  const viewport = fit(picture, canvas, 16);
  const from = screenFromImage({ x: 0, y: 0 }, viewport);
  const to = screenFromImage({ x: 4000, y: 3000 }, viewport);
  expect(from.x + to.x).toBeCloseTo(1000, -1);
  expect(from.y).toBe(16);
  expect(to.y).toBe(684);
});

it('knows which pixels are in sight', () => {
  expect(visibleRect({ x: -100, y: 50, scale: 10 }, { width: 30, height: 20 }, canvas)).toEqual({
    x: 10,
    y: 0,
    width: 20,
    height: 20,
  });
});
