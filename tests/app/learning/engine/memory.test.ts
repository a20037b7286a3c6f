import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunJob } from '../../../../app/contract/run-folder.ts';
import type { Operations } from '../../../../app/learning/operations/operations.ts';
import { findBatch } from '../../../../app/learning/run/find-batch.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { openDisturbed, trainDisturbed } from './disturbed.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

const sidePx = 32;
/** The last layer alone has as many biases as there are classes, so it tells how often the network was gone through. */
const classes = 3;
const words = 'OOM when allocating tensor with shape[4,32,32,64] and type float';

/** Memory for so many pictures at once; until the given step there is enough for all. */
function roomFor(most: number, until: number) {
  let calls = 0;
  return ({ addBias }: Operations): Partial<Operations> => ({
    addBias(x, bias) {
      if (bias.shape[0] === classes) calls += 1;
      if (calls > until && x.shape[0] > most) throw new Error(words);
      return addBias(x, bias);
    },
  });
}

test('out of memory is said with the number of pictures that fits, and the run goes on with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-memory-'));
  try {
    // Three steps of four an epoch, and a validation: memory gets scarce in the second epoch.
    await makeRun(folder, { epochs: 3, batch: 4, size: sidePx });
    await expect(trainDisturbed(folder, roomFor(1, 6))).rejects.toThrow(
      'There is not enough memory for 4 pictures at once. 1 picture at once fits',
    );
    const failed = stateOf(folder);
    expect(failed).toMatchObject({ status: 'failed', fittingBatch: 1, epoch: 1 });

    const path = join(folder, 'job.json');
    const job = JSON.parse(readFileSync(path, 'utf8')) as RunJob;
    writeFileSync(path, JSON.stringify({ ...job, settings: { ...job.settings, batch: 1 } }));
    const before = measuredIn(folder).filter((row) => row.startsWith('validation,1,'));
    expect(await trainDisturbed(folder, roomFor(1, 0), { resume: true })).toBe('finished');
    expect(stateOf(folder)).toMatchObject({
      status: 'finished',
      epoch: 3,
      stepsPerEpoch: 12,
      step: 36,
      warning: 'It goes on with 1 instead of 4 pictures at once, from the beginning of epoch 2.',
    });
    // What was learned before stays: the first epoch was not trained again.
    expect(measuredIn(folder).filter((row) => row.startsWith('validation,1,'))).toEqual(before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

test('as many as fit are found before a run, some room is left, and nothing stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-fitting-'));
  try {
    await makeRun(folder, { batch: 4, size: sidePx });
    const files = readdirSync(folder);
    const search = (most: number, tried: number[] = [], leaveAfter = Infinity) =>
      findBatch({
        folder,
        job: readJob(folder),
        openBackend: () => openDisturbed(roomFor(most, 0)),
        isGivenUp: () => tried.length === leaveAfter,
        tell: ({ batch }) => void tried.push(batch),
      });
    const tried: number[] = [];
    // Of twelve pictures to train on.
    const found = await search(9, tried);
    expect(found).toEqual({ batch: 7, ended: 'memory' });
    expect(tried).toEqual([1, 2, 4, 8, 6, 7]);
    expect(await search(15)).toEqual({ batch: 12, ended: 'all' });
    await expect(search(0)).rejects.toThrow('Not even one fits: take a smaller picture size');
    expect(await search(9, [], 3)).toBeNull();
    expect(readdirSync(folder)).toEqual(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
