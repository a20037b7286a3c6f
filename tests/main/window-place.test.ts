import { expect, test } from 'vitest';
import { placeToKeep, placeWindow } from '../../main/window-place.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 2560, height: 1440 };

test('the first window is in the middle of the first screen', () => {
  expect(placeWindow(null, [screen, second])).toEqual({ x: 260, y: 102, width: 1400, height: 900 });
});

test('on a screen smaller than a first window, it takes all of it', () => {
  const small = { x: 0, y: 0, width: 1280, height: 720 };
  expect(placeWindow(null, [small])).toEqual(small);
});

test('a window stays where it was, also half beside the screen or across two', () => {
  for (const kept of [
    { x: 100, y: 100, width: 900, height: 700 },
    { x: -700, y: 25, width: 900, height: 700 },
    { x: 1500, y: 300, width: 1200, height: 800 },
    { x: 2000, y: 10, width: 1200, height: 800 },
  ]) {
    expect(placeWindow(kept, [screen, second])).toEqual(kept);
  }
});

test('a window of a screen that is gone comes to the first one, in its size', () => {
  const kept = { x: 2500, y: 200, width: 1200, height: 800 };
  expect(placeWindow(kept, [screen])).toEqual({ x: 720, y: 200, width: 1200, height: 800 });
});

test('a window larger than the screen that is left is made to fit', () => {
  const kept = { x: 1920, y: 0, width: 2560, height: 1440 };
  expect(placeWindow(kept, [screen])).toEqual(screen);
});

test('a title bar above or below every screen is brought back to the one that shows most', () => {
  const above = { x: 2000, y: -300, width: 1200, height: 800 };
  expect(placeWindow(above, [screen, second])).toEqual({ ...above, y: 0 });
  const below = { x: 100, y: 1075, width: 1200, height: 800 };
  expect(placeWindow(below, [screen])).toEqual({ ...below, y: 280 });
  const sliver = { x: -1150, y: 100, width: 1200, height: 800 };
  expect(placeWindow(sliver, [screen])).toEqual({ ...sliver, x: 0 });
});

test('a size that no window has is made one that people can use', () => {
  const tiny = { x: 10, y: 30, width: 3, height: -5 };
  expect(placeWindow(tiny, [screen])).toEqual({ x: 10, y: 30, width: 800, height: 560 });
});

test('without any screen a window is where it was', () => {
  const kept = { x: 2500, y: 200, width: 1200, height: 800 };
  expect(placeWindow(kept, [])).toEqual(kept);
});

test('what a fractional scale rounds is not kept, what a person moves is', () => {
  const kept = { x: 100, y: 50, width: 800, height: 585 };
  expect(placeToKeep({ x: 100, y: 50, width: 803, height: 587 }, kept)).toEqual(kept);
  for (const moved of [
    { ...kept, x: 90 },
    { ...kept, width: 810 },
  ]) {
    expect(placeToKeep(moved, kept)).toEqual(moved);
  }
});
