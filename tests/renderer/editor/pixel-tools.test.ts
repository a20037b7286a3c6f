import { describe, expect, it, vi } from 'vitest';
import type { Size } from '../../../app/domain/geometry.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { superpixelsOf } from '../../../app/mask/superpixels.ts';
import { pixelHandlers } from '../../../renderer/canvas/worker/pixel-methods.ts';
import type { PictureReading } from '../../../renderer/canvas/worker/picture-reading.ts';
import { Desk, polygonObject, square } from './desk.ts';

/** Grey pixels, one digit each: 0 is black, 9 is 225. */
function pixelsOf(rows: readonly string[]): Pixels {
  const width = rows[0]?.length ?? 0;
  const data = new Uint8ClampedArray(4 * width * rows.length);
  Array.from(rows.join('')).forEach((digit, i) => {
    data.fill(25 * Number(digit), 4 * i, 4 * i + 3);
    data[4 * i + 3] = 255;
  });
  return { width, height: rows.length, data };
}

/** What the worker runs, without a worker. */
function readingOf(pixels: Pixels): PictureReading {
  const handlers = pixelHandlers(() => pixels);
  return {
    similar: async (params, signal) => (await handlers.similar(params, signal)).result,
    superpixels: async (sidePx, signal) => (await handlers.superpixels({ sidePx }, signal)).result,
    pixels: async (signal) => (await handlers.pixels(null, signal)).result,
  };
}

function deskOf(pixels: Pixels, annotations: Parameters<typeof objectsOf>[0] = []): Desk {
  const size: Size = { width: pixels.width, height: pixels.height };
  const desk = new Desk(size, objectsOf(annotations));
  desk.bench.open(desk.drawing, readingOf(pixels));
  return desk;
}

const objectsOf = (list: readonly ReturnType<typeof polygonObject>[]): typeof list => list;

/** The answers of the present questions have come. */
const answered = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

const steps = pixelsOf(['00112233', '00112233', '99999999', '00112200']);

describe('wand', () => {
  function wand(annotations: readonly ReturnType<typeof polygonObject>[] = []): Desk {
    const desk = deskOf(steps, annotations);
    desk.bench.choose('wand');
    desk.bench.setPixelOptions({ tolerance: 0 });
    return desk;
  }

  it('takes what hangs together with the pixel and has its colour', async () => {
    const desk = wand().click(0.5, 0.5);
    await answered();
    expect(desk.picture()).toEqual(['11......', '11......', '........', '........']);
    expect(desk.done.map(({ act }) => act)).toEqual(['wand']);
    desk.undo();
    expect(desk.picture()).toEqual(['........', '........', '........', '........']);
  });

  it('takes the colour that is seen: from afar the mean of what one pixel of the screen shows', async () => {
    const asked: number[] = [];
    const desk = wand();
    const reading = readingOf(steps);
    desk.bench.reading = {
      ...reading,
      similar: (params, signal) => {
        asked.push(params.sampleSidePx);
        return reading.similar(params, signal);
      },
    };
    for (const scale of [10, 1, 0.5, 0.21]) {
      const { pen } = desk.move(4.5, 0.5).bench;
      if (pen === null) throw new Error('The pen is not over the picture.');
      desk.bench.press({ ...pen, scale });
      desk.bench.release({ ...pen, scale });
      await answered();
    }
    expect(asked).toEqual([1, 1, 2, 5]);
  });

  it('shows more while dragged to the right, less to the left, and is one gesture', async () => {
    // Ten screen pixels for one of the picture, two for a step of tolerance.
    const desk = wand().press(0.5, 0.5).move(5.6, 0.5);
    await answered();
    expect(desk.bench.pixelOptions.tolerance).toBe(25);
    expect(desk.picture()[0]).toBe('****....');
    desk.move(10.5, 0.5);
    await answered();
    expect(desk.picture()[0]).toBe('******..');
    desk.move(7.5, 0.5);
    await answered();
    expect(desk.picture()).toEqual(['****....', '****....', '........', '........']);
    desk.release(7.5, 0.5);
    expect(desk.picture()).toEqual(['1111....', '1111....', '........', '........']);
    expect(desk.done).toHaveLength(1);
  });

  it('settles on the last tolerance when it is released before the answer', async () => {
    const desk = wand().press(0.5, 0.5).move(5.6, 0.5).release(5.6, 0.5);
    expect(desk.bench.isBusy).toBe(true);
    expect(desk.done).toEqual([]);
    await answered();
    expect(desk.bench.isBusy).toBe(false);
    expect(desk.picture()).toEqual(['1111....', '1111....', '........', '........']);
  });

  it('loses no click that comes while the last one is worked out', async () => {
    const desk = wand().click(0.5, 0.5).click(4.5, 0.5).click(0.5, 2.5);
    await answered();
    expect(desk.picture()).toEqual(['11..11..', '11..11..', '11111111', '........']);
    expect(desk.done).toHaveLength(3);
  });

  it('looks all over the picture with Shift', async () => {
    const desk = wand().click(0.5, 0.5, { shift: true });
    await answered();
    expect(desk.picture()).toEqual(['11......', '11......', '........', '11....11']);
  });

  it('takes away with Alt, from the chosen object only', async () => {
    const desk = wand([polygonObject(1, 1, square(0, 0, 4)), polygonObject(2, 2, square(4, 0, 4))]);
    desk.bench.select(1);
    desk.click(0.5, 2.5, { alt: true });
    await answered();
    expect(desk.picture()).toEqual(['11112222', '11112222', '....2222', '11112222']);
    expect(desk.done.map(({ act }) => act)).toEqual(['clear']);
  });

  it('goes back to the mark on cancel, tolerance included', async () => {
    const desk = wand([polygonObject(1, 2, square(0, 0, 2))]);
    const before = desk.picture();
    desk.press(0.5, 0.5).move(6.5, 0.5);
    await answered();
    expect(desk.picture()).not.toEqual(before);
    desk.bench.cancel();
    desk.release(6.5, 0.5);
    await answered();
    expect(desk.picture()).toEqual(before);
    expect(desk.bench.pixelOptions.tolerance).toBe(0);
    expect(desk.done).toEqual([]);
  });

  it('leaves locked objects alone, and refuses a locked one, a point outside and a picture without pixels', async () => {
    const desk = wand([polygonObject(1, 2, square(0, 0, 1))]);
    desk.drawing.show(1, { locked: true });
    desk.click(1.5, 0.5);
    await answered();
    expect(desk.drawing.object(1)?.areaPx2).toBe(1);
    desk.bench.select(1);
    desk.click(0.5, 0.5).click(-1, 0.5);
    desk.bench.open(desk.drawing, null);
    desk.click(0.5, 0.5);
    await answered();
    expect(desk.refusals).toEqual(['locked', 'nothing-here', 'unreadable']);
    expect(desk.done).toHaveLength(1);
  });
});

describe('bucket by the picture', () => {
  it('fills one colour with the tolerance that is set, however far the hand drags', async () => {
    const desk = deskOf(steps);
    desk.bench.choose('fill');
    desk.bench.setPixelOptions({ fillsBy: 'picture', tolerance: 25 });
    desk.drag([0.5, 0.5], [7.5, 0.5]);
    await answered();
    expect(desk.picture()).toEqual(['1111....', '1111....', '........', '........']);
    expect(desk.done.map(({ act }) => act)).toEqual(['fill']);
    expect(desk.bench.pixelOptions.tolerance).toBe(25);
  });
});

describe('superpixels', () => {
  const rows = Array.from({ length: 24 }, (_, y) =>
    y < 11 ? '0'.repeat(13) + '9'.repeat(19) : '5'.repeat(32),
  );
  const pixels = pixelsOf(rows);
  const all = superpixelsOf(pixels, 8);
  /** The whole mask when these points are touched. */
  const masked = (...points: readonly (readonly [number, number])[]): readonly string[] => {
    const regions = points.map(([x, y]) => all.labels[Math.floor(y) * 32 + Math.floor(x)]);
    return rows.map((row, y) =>
      Array.from(row, (_, x) => (regions.includes(all.labels[y * 32 + x]) ? '1' : '.')).join(''),
    );
  };

  function desk(): Desk {
    const made = deskOf(pixels);
    made.bench.choose('superpixel');
    made.bench.setPixelOptions({ regionSidePx: 8 });
    return made;
  }

  it('paints each that the pen touches, takes them away with Alt, and undoes', async () => {
    const made = desk().move(4.5, 4.5);
    await vi.waitFor(() => expect(made.bench.sketch().regions?.all.count).toBe(all.count));
    made.drag([4.5, 4.5], [4.5, 20.5]);
    const way = Array.from({ length: 17 }, (_, i) => [4.5, 4.5 + i] as const);
    expect(made.picture()).toEqual(masked(...way));
    made.click(4.5, 4.5, { alt: true });
    expect(made.done.map(({ act }) => act)).toEqual(['superpixel', 'eraser']);
    expect(made.picture()[4]?.[4]).toBe('.');
    expect(made.picture()[20]?.[4]).toBe('1');
    made.undo();
    expect(made.picture()).toEqual(masked(...way));
    made.undo();
    expect(made.picture().join('')).toBe('.'.repeat(32 * 24));
  });

  it('keeps a stroke that was faster than they were, and takes it back on cancel', async () => {
    const made = desk().drag([20.5, 3.5], [20.5, 3.5]);
    expect(made.bench.isBusy).toBe(true);
    await vi.waitFor(() => expect(made.bench.isBusy).toBe(false));
    expect(made.picture()).toEqual(masked([20.5, 3.5]));
    made.press(4.5, 20.5);
    expect(made.picture()[20]?.[4]).toBe('1');
    made.bench.cancel();
    expect(made.picture()).toEqual(masked([20.5, 3.5]));
    expect(made.done).toHaveLength(1);
  });
});
