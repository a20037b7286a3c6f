import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { Predicted } from '../../../renderer/canvas/predicted.ts';
import type { PictureReading } from '../../../renderer/canvas/worker/picture-reading.ts';
import { Desk, polygonObject } from './desk.ts';

const rows = ['00000000', '01100110', '01111110', '01100110', '00000000', '22222222'];

function predictedAs(lines: readonly string[]): Predicted {
  const values = Uint16Array.from(lines.join(''), Number);
  return { width: lines[0]?.length ?? 0, height: lines.length, values, categories: [1, 2] };
}

/** Grey pixels, one digit each: 0 is black, 9 is 225. */
function pixelsOf(lines: readonly string[]): Pixels {
  const width = lines[0]?.length ?? 0;
  const data = Uint8ClampedArray.from(
    Array.from(lines.join('')).flatMap((digit) => [
      ...Array<number>(3).fill(25 * Number(digit)),
      255,
    ]),
  );
  return { width, height: lines.length, data };
}

const unasked = (): never => {
  throw new Error('Only the pixels are asked for.');
};

/** Its pixels come when `give` is called, as from a worker that takes its time. */
function slowReading(pixels: Pixels | Error): {
  reading: PictureReading;
  give: () => Promise<void>;
} {
  let give: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (give = resolve));
  return {
    reading: {
      similar: unasked,
      superpixels: unasked,
      pixels: async () => {
        await gate;
        if (pixels instanceof Error) throw pixels;
        return pixels;
      },
    },
    give: async () => {
      give();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

function onPrediction(tool: 'brush' | 'eraser' = 'brush'): Desk {
  const predicted = predictedAs(rows);
  const desk = new Desk(predicted);
  desk.bench.predicted = predicted;
  desk.bench.setBrushSnap('prediction');
  desk.bench.brushSizePx = 3;
  desk.bench.choose(tool);
  return desk;
}

describe('a brush that snaps to the prediction', () => {
  it('covers only the region in which the stroke began, however far it hangs over', () => {
    const desk = onPrediction().drag([1.5, 1.5], [6.5, 1.5]);
    expect(desk.picture()).toEqual([
      '........',
      '.11..11.',
      '.111111.',
      '........',
      '........',
      '........',
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['brush']);
    desk.undo();
    expect(desk.drawing.objects).toEqual([]);
  });

  it('keeps to background where it began there', () => {
    const desk = onPrediction().drag([3.5, 4.5], [4.5, 4.5]);
    expect(desk.picture()).toEqual([
      '........',
      '........',
      '........',
      '...11...',
      '..1111..',
      '........',
    ]);
  });

  it('erases no more than the region either', () => {
    const desk = onPrediction();
    desk.bench.setBrushSnap('off');
    desk.bench.brushSizePx = 20;
    desk.click(4, 3);
    desk.bench.setBrushSnap('prediction');
    desk.bench.brushSizePx = 3;
    desk.bench.choose('eraser');
    desk.drag([0.5, 5.5], [7.5, 5.5]);
    expect(desk.picture()).toEqual([...Array<string>(5).fill('11111111'), '........']);
    expect(desk.done.at(-1)?.act).toBe('eraser');
  });

  it('leaves nothing behind in its scratch: the next stroke starts anew, and so does one that was cancelled', () => {
    const desk = onPrediction().press(1.5, 1.5).move(6.5, 1.5);
    desk.bench.cancel();
    desk.release(6.5, 1.5);
    expect(desk.done).toEqual([]);
    desk.click(5.5, 5.5);
    expect(desk.picture().join('')).toBe(`${'.'.repeat(40)}....111.`);
  });

  it('says that there is no prediction, and paints nothing then', () => {
    const desk = onPrediction();
    desk.bench.predicted = null;
    desk.drag([1.5, 1.5], [6.5, 1.5]);
    expect(desk.refusals).toEqual(['no-prediction']);
    expect(desk.done).toEqual([]);
  });
});

const steps = ['33339999', '33349999', '33339999', '99999999'];

function onPicture(
  reading: PictureReading,
  annotations = [] as ReturnType<typeof polygonObject>[],
): Desk {
  const desk = new Desk({ width: 8, height: 4 }, annotations);
  desk.bench.open(desk.drawing, reading);
  desk.bench.setBrushSnap('picture');
  desk.bench.setPixelOptions({ tolerance: 30 });
  desk.bench.brushSizePx = 5;
  return desk;
}

describe('a brush that snaps to the picture', () => {
  it('covers what looks like its middle and hangs together with it under the brush', async () => {
    const { reading, give } = slowReading(pixelsOf(steps));
    const desk = onPicture(reading).move(2.5, 1.5);
    await give();
    desk.click(2.5, 1.5);
    expect(desk.picture()).toEqual(['1111....', '1111....', '1111....', '........']);
    desk.undo();
    // The middle of the brush is on the other side of the edge now.
    desk.click(4.5, 1.5);
    expect(desk.picture()).toEqual(['....111.', '....111.', '....111.', '...111..']);
  });

  it('erases likewise', async () => {
    const { reading, give } = slowReading(pixelsOf(steps));
    const whole = polygonObject(1, 1, [0, 0, 8, 0, 8, 4, 0, 4]);
    const desk = onPicture(reading, [whole]).move(2.5, 1.5);
    await give();
    desk.click(2.5, 1.5, { alt: true });
    expect(desk.picture()).toEqual(['....1111', '....1111', '....1111', '11111111']);
  });

  it('paints strokes that did not wait for the colours when they have come, each as one gesture', async () => {
    const { reading, give } = slowReading(pixelsOf(steps));
    const desk = onPicture(reading).drag([1.5, 1.5], [2.5, 1.5]);
    expect(desk.done).toEqual([]);
    expect(desk.bench.isBusy).toBe(true);
    // A hand that goes on meanwhile loses nothing.
    desk.bench.startFresh();
    desk.click(6.5, 0.5);
    await give();
    expect(desk.done.map(({ act }) => act)).toEqual(['brush', 'brush']);
    expect(desk.bench.isBusy).toBe(false);
    desk.undo();
    expect(desk.picture()).toEqual(['1111....', '1111....', '1111....', '........']);
  });

  it('forgets a stroke that was given up before the colours came', async () => {
    const { reading, give } = slowReading(pixelsOf(steps));
    const desk = onPicture(reading).drag([1.5, 1.5], [2.5, 1.5]);
    desk.bench.cancel();
    await give();
    expect(desk.done).toEqual([]);
    desk.bench.setBrushSnap('off');
    desk.bench.brushSizePx = 1;
    desk.click(7.5, 3.5);
    expect(desk.picture()).toEqual(['........', '........', '........', '.......1']);
  });

  it('says when the colours cannot be read, and can be tried again', async () => {
    const broken = slowReading(new Error('gone'));
    const desk = onPicture(broken.reading).click(2.5, 1.5);
    await broken.give();
    expect(desk.refusals).toEqual(['unreadable']);
    expect(desk.bench.isBusy).toBe(false);
    expect(desk.picture().join('')).toBe('.'.repeat(32));
  });

  it('is the same brush as ever when snapping is off', () => {
    const { reading } = slowReading(pixelsOf(steps));
    const desk = onPicture(reading);
    desk.bench.setBrushSnap('off');
    desk.click(2.5, 1.5);
    expect(desk.picture()).toEqual(['11111...', '11111...', '11111...', '.111....']);
  });
});
