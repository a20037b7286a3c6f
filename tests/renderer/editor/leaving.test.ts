import { expect, it } from 'vitest';
import type { Cutout } from '../../../app/mask/cutout.ts';
import type { PictureReading } from '../../../renderer/canvas/worker/picture-reading.ts';
import { answerLeaving } from '../../../renderer/state/leaving.ts';
import { Desk } from './desk.ts';

type Desktop = Parameters<typeof answerLeaving>[1];

/** Answers after so long that the window is about to be gone. */
const slow: Pick<PictureReading, 'similar'> = {
  similar: async (): Promise<Cutout> => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { x: 0, y: 0, width: 1, height: 1, data: new Uint8Array([1]) };
  },
};

it('a window that closes waits for what the last click is still worked out for', async () => {
  const desk = new Desk({ width: 4, height: 2 });
  desk.bench.open(desk.drawing, slow as PictureReading);
  desk.bench.category = 1;
  let leave: () => void = () => undefined;
  let doneBefore: number | null = null;
  const app = {
    editor: { bench: desk.bench, saving: { settled: () => Promise.resolve() } },
    place: { flush: () => Promise.resolve() },
  };
  const left = new Promise<void>((resolve) => {
    const desktop = {
      onNews: (_news: string, hear: () => void) => (leave = hear),
      call: () => {
        doneBefore = desk.done.length;
        resolve();
        return Promise.resolve();
      },
    };
    answerLeaving(app, desktop as unknown as Desktop);
  });
  desk.bench.choose('wand');
  desk.click(0.5, 0.5);
  leave();
  await left;
  expect(doneBefore).toBe(1);
});
