import { describe, expect, it } from 'vitest';
import type { Cutout } from '../../../app/mask/cutout.ts';
import type { Superpixels } from '../../../app/mask/superpixels.ts';
import type { PictureReading } from '../../../renderer/canvas/worker/picture-reading.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { Desk } from './desk.ts';

const size = { width: 12, height: 4 };

/** A worker that answers when it is told to. */
class SlowReading implements PictureReading {
  readonly #asked: (() => void)[] = [];

  async similar({ seed }: Parameters<PictureReading['similar']>[0]): Promise<Cutout> {
    await this.#turn();
    const data = new Uint8Array([1]);
    return { x: Math.floor(seed.x), y: Math.floor(seed.y), width: 1, height: 1, data };
  }

  async superpixels(): Promise<Superpixels> {
    await this.#turn();
    const labels = Uint32Array.from({ length: size.width * size.height }, (_, at) => at);
    return { ...size, labels, count: labels.length };
  }

  async pixels(): Promise<Pixels> {
    await this.#turn();
    return { ...size, data: new Uint8ClampedArray(4 * size.width * size.height) };
  }

  /** The oldest question gets its answer. */
  async answer(): Promise<void> {
    this.#asked.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#asked.push(resolve));
  }
}

function start(): { desk: Desk; reading: SlowReading } {
  const desk = new Desk(size);
  const reading = new SlowReading();
  desk.bench.open(desk.drawing, reading);
  desk.bench.category = 1;
  return { desk, reading };
}

const nothing = ['............', '............', '............', '............'];

describe('what is done while something is still worked out', () => {
  it('is done after it, with the way of the pen', async () => {
    const { desk, reading } = start();
    desk.bench.setBrushSnap('picture');
    desk.bench.choose('brush');
    desk.drag([1.5, 1.5], [3.5, 1.5]);
    desk.press(6.5, 1.5).move(8.5, 1.5).move(8.5, 3.5).release(8.5, 3.5);
    expect(desk.picture()).toEqual(nothing);
    await reading.answer();
    expect(desk.picture()).toEqual([
      '............',
      '.111..111...',
      '........1...',
      '........1...',
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['brush', 'brush']);
    desk.undo();
    expect(desk.picture()[1]).toBe('.111........');
  });

  it('is done for superpixels, and by the tool that was at hand at the press', async () => {
    const { desk, reading } = start();
    desk.bench.choose('superpixel');
    desk.drag([0.5, 0.5], [2.5, 0.5]);
    desk.drag([0.5, 2.5], [2.5, 2.5]);
    desk.bench.choose('rectangle');
    desk.drag([6, 0], [8, 2]);
    expect(desk.done).toEqual([]);
    await reading.answer();
    expect(desk.done.map(({ act }) => act)).toEqual(['superpixel', 'superpixel', 'rectangle']);
    expect(desk.picture()).toEqual([
      '111...11....',
      '......11....',
      '111.........',
      '............',
    ]);
    expect(desk.bench.tool).toBe('rectangle');
    expect(desk.bench.isBusy).toBe(false);
  });

  it('goes on under the pen that is still down', async () => {
    const { desk, reading } = start();
    desk.bench.choose('wand');
    desk.click(0.5, 0.5);
    desk.bench.choose('brush');
    desk.press(4.5, 1.5).move(5.5, 1.5);
    await reading.answer();
    expect(desk.done.map(({ act }) => act)).toEqual(['wand']);
    expect(desk.picture()[1]).toBe('....11......');
    desk.move(6.5, 1.5).release(6.5, 1.5);
    expect(desk.picture()).toEqual([
      '1...........',
      '....111.....',
      '............',
      '............',
    ]);
    expect(desk.done.map(({ act }) => act)).toEqual(['wand', 'brush']);
  });

  it('is taken back one by one, the last first', async () => {
    const { desk, reading } = start();
    desk.bench.choose('wand');
    desk.click(0.5, 0.5).click(2.5, 0.5).click(4.5, 0.5);
    expect(desk.bench.cancel()).toBe(true);
    await reading.answer();
    await reading.answer();
    expect(desk.picture()[0]).toBe('1.1.........');
    desk.click(6.5, 0.5).click(8.5, 0.5);
    expect([desk.bench.cancel(), desk.bench.cancel()]).toEqual([true, true]);
    await reading.answer();
    expect(desk.picture()[0]).toBe('1.1.........');
    expect(desk.done).toHaveLength(2);
    expect(desk.bench.isBusy).toBe(false);
  });

  it('comes to nothing with the press that another finger or another tool takes back', async () => {
    const { desk, reading } = start();
    desk.bench.choose('wand');
    desk.click(0.5, 0.5).press(2.5, 0.5);
    desk.bench.takeBackPress();
    desk.press(4.5, 0.5);
    desk.bench.choose('brush');
    desk.release(4.5, 0.5);
    await reading.answer();
    expect(desk.picture()[0]).toBe('1...........');
    expect(desk.bench.isBusy).toBe(false);
  });

  it('is not done on another picture', async () => {
    const { desk, reading } = start();
    desk.bench.choose('wand');
    desk.click(0.5, 0.5).click(2.5, 0.5);
    desk.bench.open(desk.drawing, reading);
    await reading.answer();
    expect(desk.picture()).toEqual(nothing);
    expect(desk.bench.isBusy).toBe(false);
  });
});

describe('whoever waits until all is worked out', () => {
  it('goes on when it is, or is given up', async () => {
    const { desk, reading } = start();
    let settled = 0;
    const wait = (): void => void desk.bench.settled().then(() => settled++);
    wait();
    await Promise.resolve();
    expect(settled).toBe(1);
    desk.bench.choose('wand');
    desk.click(0.5, 0.5).click(2.5, 0.5);
    wait();
    await reading.answer();
    expect(settled).toBe(1);
    await reading.answer();
    expect(settled).toBe(2);
    expect(desk.picture()[0]).toBe('1.1.........');
    desk.click(4.5, 0.5);
    wait();
    desk.bench.cancel();
    await reading.answer();
    expect(settled).toBe(3);
  });
});
