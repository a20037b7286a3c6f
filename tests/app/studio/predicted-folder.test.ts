import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import type { PredictionRequest } from '../../../app/studio/predicting/prediction-engine.ts';
import {
  predictEach,
  type FolderPicture,
} from '../../../app/studio/predicting/predicted-folder.ts';
import { readJob } from '../../../app/studio/run-folder/run-files.ts';
import { makeRun } from '../learning/engine/tiny-run.ts';

/** An engine far faster than those who look at what it predicts: it tells of all pictures at once. */
const engine = {
  predict({ targets, onPart, onPredicted }: PredictionRequest) {
    for (const { image } of targets) {
      onPart(image, 0.5);
      onPredicted(image);
    }
    return Promise.resolve();
  },
};
const project = mkdtempSync(join(tmpdir(), 'maskwright-each-'));
const images = join(project, 'runs', 'tiny');

beforeAll(async () => {
  await makeRun(images, { size: 16, tiles: 3 });
});

function visitAll(
  signal: AbortSignal,
  visit: (picture: FolderPicture) => Promise<void>,
  told: number[] = [],
) {
  const names = readdirSync(images).filter((name) => name.endsWith('.png'));
  const order = { job: readJob(project, 'tiny'), runFolder: images, weights: 'best' } as const;
  return predictEach(
    { engine },
    { ...order, images, names },
    {
      signal,
      visit,
      progress({ done = 0 }) {
        told.push(done);
      },
    },
  );
}

it('lets no more than two pictures be looked at together, however fast they come', async () => {
  let now = 0;
  let most = 0;
  const seen: string[] = [];
  const told: number[] = [];
  async function visit({ name, predicted }: FolderPicture): Promise<void> {
    // As large as all parts of a picture together.
    expect(predicted.side).toBe(48);
    most = Math.max(most, ++now);
    await pause(2);
    now--;
    seen.push(name);
  }
  await visitAll(new AbortController().signal, visit, told);
  // Halves of pictures count, and it never goes back.
  expect(told).toContain(0.5);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(most).toBe(2);
  expect(new Set(seen).size).toBe(16);
});

it('ends a cancelled one when nobody looks any more, and only then takes the maps away', async () => {
  const cancelling = new AbortController();
  const ends: boolean[] = [];
  let begun = 0;
  const all = visitAll(cancelling.signal, async ({ predicted }) => {
    begun++;
    cancelling.abort(new Error('Enough.'));
    await pause(20);
    ends.push(existsSync(dirname(predicted.folder)));
  });
  await expect(all).rejects.toThrow('Enough.');
  expect(ends).toEqual(Array.from({ length: begun }, () => true));
  expect(begun).toBeLessThanOrEqual(2);
});
