import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { areaOfBitmap } from '../../../app/mask/bitmap.ts';
import { Cover } from '../../../renderer/canvas/drawing/cover.ts';

const size = { width: 3000, height: 3000 };
const boxes = [0, 1000, 2000].map((y) => ({ x: 10, y, width: 2900, height: 1000 }));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function used(): Cover {
  const cover = new Cover(size);
  const bitmap = cover.clean();
  for (const { x, y, width, height } of boxes) {
    for (let row = y; row < y + height; row++) {
      bitmap.data.fill(1, row * size.width + x, row * size.width + x + width);
    }
  }
  cover.leave(boxes);
  return cover;
}

describe('what strokes are painted on', () => {
  it('is clean for a stroke that follows at once', () => {
    expect(areaOfBitmap(used().clean())).toBe(0);
  });

  it('is clean for one that begins half way through the wiping', () => {
    const cover = used();
    vi.advanceTimersToNextTimer();
    expect(vi.getTimerCount()).toBe(1);
    expect(areaOfBitmap(cover.clean())).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is wiped in the pauses, and then left alone', () => {
    const cover = used();
    vi.runAllTimers();
    expect(vi.getTimerCount()).toBe(0);
    expect(areaOfBitmap(cover.clean())).toBe(0);
  });

  it('fits pictures of its size only', () => {
    const cover = new Cover({ width: 4, height: 3 });
    expect(cover.fits({ width: 4, height: 3 })).toBe(true);
    expect(cover.fits({ width: 3, height: 4 })).toBe(false);
  });
});
