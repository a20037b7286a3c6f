import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sample } from '../../../app/contract/run-folder.ts';
import { mapSideOf, settingsFrom } from '../../../app/contract/training.ts';
import { openBatchFeed } from '../../../app/learning/data/batch-feed.ts';
import { batchOrders, validationOrders } from '../../../app/learning/data/batch-orders.ts';
import { startBatchThread, type BatchThread } from '../../../app/learning/data/batch-thread.ts';
import { makeBatch, stepsPerEpoch, type Batch } from '../../../app/learning/data/batches.ts';
import { createPictureLibrary } from '../../../app/learning/data/picture-library.ts';
import type { Samples } from '../../../app/learning/data/samples.ts';
import { readJob } from '../../../app/learning/run/job.ts';
import { batchesAhead } from '../../../app/learning/run/pipeline.ts';
import { train } from '../../../app/learning/run/train.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { makeRun, stateOf } from './engine/tiny-run.ts';

let folder: string;
let all: readonly Sample[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-feed-'));
  all = await makeRun(join(folder, 'pictures'), {}, 14);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const epochs = 3;

/** Some of the pictures; one of each list may be gone, as when a disk was taken away. */
const cases = fc.record({
  seed: fc.nat(1e6),
  size: fc.integer({ min: 16, max: 28 }),
  batch: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: 6, max: 14 }),
  resumeAt: fc.nat(1000),
  tiles: fc.integer({ min: 1, max: 3 }),
  hasRoom: fc.boolean(),
  isOneGone: fc.boolean(),
  hasUnlabelled: fc.boolean(),
});

describe('batches that are made ahead', () => {
  test('are those made one by one, from wherever a run goes on', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, size, tiles, batch, count, resumeAt, ...more }) => {
        const samples = someOf(count, more);
        const oversample = seed % 2 === 1;
        const settings = settingsFrom({ seed, size, tiles, batch, copyPaste: oversample });
        const given = { samples, batch, epochs, seed, oversample, size, tiles };
        const library = createPictureLibrary({
          sidePx: mapSideOf(settings),
          budgetBytes: 1e9,
          withObjects: settings.copyPaste,
          skip: () => undefined,
        });
        const whole: (Batch | string | null)[] = [];
        for (const order of batchOrders(given, { step: 0, epoch: 0 })) {
          whole.push(await makeBatch(order, { library, settings }).catch(messageOf));
        }

        const perEpoch = stepsPerEpoch(samples.train.length, batch);
        const step = resumeAt % (perEpoch * epochs + 1);
        const epoch = Math.min(epochs - 1, Math.floor(step / perEpoch));
        const validations = validationOrders(samples.validation, given).length;
        const perStep = more.hasUnlabelled ? 2 : 1;
        const rest = whole.slice(step * perStep + epoch * validations);
        const thread = startBatchThread({
          settings,
          budgetBytes: more.hasRoom ? 1e9 : 0,
          skip: () => undefined,
        });
        try {
          const orders = batchOrders(given, { step, epoch });
          const feed = openBatchFeed({ maker: thread, orders, ahead: 1 + (seed % 3) });
          for (const expected of rest) {
            const made = await feed.next().catch(messageOf);
            expect(made).toEqual(expected);
            if (typeof made === 'object' && made !== null) feed.giveBack(made);
          }
          await expect(feed.next()).rejects.toThrow('no further batch');
        } finally {
          await thread.end();
        }
      }),
      { numRuns: 12 },
    );
  });

  test('are no more than there is room for', () => {
    expect([batchesAhead(8, 200), batchesAhead(32, 400), batchesAhead(8, 2000)]).toEqual([3, 1, 1]);
  });
});

describe('the thread that prepares pictures', () => {
  test.each([
    ['at once', "throw new Error('the disk was taken away')", 'the disk was taken away'],
    [
      'in the middle',
      "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(3))",
      'exit code 3',
    ],
  ])('that dies %s is told of in a sentence, once and for all', async (_, program, reason) => {
    const thread = startBatchThread({
      settings: settingsFrom({}),
      budgetBytes: 0,
      skip: () => undefined,
      program: new URL(`data:text/javascript,${encodeURIComponent(program)}`),
    });
    const feed = openBatchFeed({
      maker: thread,
      orders: batchOrders(
        {
          samples: someOf(8, { isOneGone: false, hasUnlabelled: false }),
          batch: 2,
          epochs,
          seed: 0,
          oversample: false,
          size: 200,
          tiles: 1,
        },
        start,
      ),
      ahead: 2,
    });
    const words = `The thread that prepares the pictures has ended: ${reason}. The weights are kept`;
    await expect(feed.next()).rejects.toThrow(words);
    await expect(feed.next()).rejects.toThrow(words);
    await thread.end();
  });

  test('ends with its run, however that ends', { timeout: 120_000 }, async () => {
    for (const wished of ['stop', 'pause', 'leave'] as const) {
      const place = join(folder, wished);
      await makeRun(place, { epochs: 50, size: 16 });
      let looks = 0;
      await train({
        folder: place,
        job: readJob(place),
        resume: false,
        checkpointEveryMs: 60_000,
        openBackend: () => openBackend('tensorflow', 'train'),
        wish: () => (++looks > 8 ? wished : 'go-on'),
        send: () => undefined,
      });
      expect(stateOf(place).step).toBeGreaterThan(0);
      expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
    }
  });

  test('is there for as long as it is needed', async () => {
    const thread = startBatchThread({
      settings: settingsFrom({}),
      budgetBytes: 0,
      skip: () => undefined,
    });
    expect(process.getActiveResourcesInfo()).toContain('MessagePort');
    await thread.end();
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
    await expectGone(thread);
  });
});

const start = { step: 0, epoch: 0 };

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function expectGone(thread: BatchThread): Promise<void> {
  await expect(thread.make({ kind: 'plain', members: [] })).rejects.toThrow('has ended');
}

function someOf(
  count: number,
  { isOneGone, hasUnlabelled }: { readonly isOneGone: boolean; readonly hasUnlabelled: boolean },
): Samples {
  const some = all.slice(0, count);
  const samples = some.map((sample, index) =>
    isOneGone && index % 5 === 3 ? { ...sample, path: join(folder, 'gone.png') } : sample,
  );
  const validation = samples.filter(({ split }) => split === 'val');
  const training = samples.filter(({ split }) => split === 'train');
  const [first = [], second = []] = [0, 1].map((half) =>
    training.filter((_, index) => index % 2 === half),
  );
  return hasUnlabelled
    ? { train: first, validation, unlabelled: second }
    : { train: training, validation, unlabelled: [] };
}
