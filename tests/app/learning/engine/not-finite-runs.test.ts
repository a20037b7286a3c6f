import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunJob, Sample } from '../../../../app/contract/run-folder.ts';
import { readNewestCheckpoint } from '../../../../app/learning/files/checkpoint-reader.ts';
import { writeCheckpoint } from '../../../../app/learning/files/checkpoint.ts';
import type { Checkpoint } from '../../../../app/learning/files/checkpoint-content.ts';
import { readModelWeights } from '../../../../app/learning/files/model-files.ts';
import { areFinite } from '../../../../app/learning/models/weights.ts';
import { fingerprintOf, networkOfJob, readJob } from '../../../../app/learning/run/job.ts';
import { startEngine, steppedTo, trainToEnd } from './engine.ts';
import { floatTiff } from './float-tiff.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

/** Whole runs by the real engine, on files as they may lie on a disk: each is spoilt where a number enters. */
let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-spoilt-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** In the second of four epochs. */
const pausedAt = 8;

let paused: string;

async function pauseRun(): Promise<void> {
  paused = join(base, 'paused');
  await makeRun(paused, { epochs: 4 });
  const engine = startEngine(['train', '--run', paused, '--checkpoint-ms', '0']);
  await engine.heard(steppedTo(pausedAt));
  engine.send({ kind: 'pause' });
  await engine.ended;
}

function pausedRun(name: string): string {
  const folder = join(base, name);
  cpSync(paused, folder, { recursive: true });
  return folder;
}

function newestIn(folder: string): Checkpoint {
  const found = readNewestCheckpoint(
    join(folder, 'checkpoints'),
    fingerprintOf(readJob(folder)),
    (reason) => {
      throw new Error(reason);
    },
  );
  if (found === null) throw new Error('There is no checkpoint.');
  return found;
}

/** Changes the newest checkpoint and seals it anew, as whoever knows the format could. */
function tamper(folder: string, change: (figures: Checkpoint) => void): Checkpoint {
  const checkpoint = newestIn(folder);
  change(checkpoint);
  writeCheckpoint(join(folder, 'checkpoints'), checkpoint);
  return checkpoint;
}

/** Whatever its losses were, nothing that is kept holds a number that is none. */
function expectAllKeptFinite(folder: string): void {
  const { weights, slots } = newestIn(folder);
  expect(areFinite(weights) && areFinite(slots)).toBe(true);
  for (const which of ['best', 'last']) {
    const values = readModelWeights(join(folder, which), networkOfJob(readJob(folder)));
    expect(areFinite(values)).toBe(true);
  }
  expect(measuredIn(folder).join('\n')).not.toMatch(/nan|infinity/i);
  const { best } = stateOf(folder);
  expect(Number.isFinite(best?.meanIou)).toBe(true);
}

/** A value that floats hold and that no longer is one when it is squared or doubled. */
const huge = 3e38;

const injections: readonly (readonly [
  what: string,
  says: RegExp,
  change: (figures: Checkpoint) => void,
])[] = [
  [
    'loss',
    /^The loss is no longer a finite number at step \d+, .+ Try a tenth of the learning rate\.$/,
    ({ weights }) => {
      weights.get('classes/kernel')?.fill(huge);
    },
  ],
  [
    'gradients',
    /^The gradients are no longer a finite number at step \d+, .+ Try a tenth/,
    ({ weights }) => {
      weights
        .get('classes/kernel')
        ?.forEach((_, at, all) => (all[at] = at % 2 === 0 ? 1e30 : -1e30));
    },
  ],
  [
    'values between the layers',
    /^The values between the layers are no longer a finite number at step \d+, .+ Try a tenth/,
    ({ weights }) => {
      for (const [name, values] of weights) if (name.endsWith('gamma')) values.fill(1e25);
    },
  ],
  [
    'weights',
    /^The weights are no longer a finite number at step \d+, .+ The last weights that were finite are kept, .+ Try a tenth/,
    ({ slots }) => {
      for (const [name, values] of slots) values.fill(name.endsWith('/first') ? huge : 0);
    },
  ],
];

describe('a run whose checkpoint was changed so that the next step overflows', () => {
  beforeAll(pauseRun, 120_000);

  test.each(injections)(
    'in the %s stops within a step, in words',
    async (what, says, change) => {
      const folder = pausedRun(what);
      const { progress } = tamper(folder, change);
      await trainToEnd(folder, '--resume');
      const { status, error, step } = stateOf(folder);
      expect(status).toBe('failed');
      expect(error).toMatch(says);
      // The weights are only seen to be none when the step after the one that spoilt them cannot be taken.
      expect(step).toBe(progress.step + (what === 'weights' ? 1 : 0));
      expectAllKeptFinite(folder);
    },
    180_000,
  );

  test('in its weights at once is passed over for the one before', async () => {
    const folder = pausedRun('tampered');
    const { progress } = tamper(folder, ({ weights }) => {
      weights.get('classes/bias')?.fill(NaN);
    });
    await trainToEnd(folder, '--resume');
    const { status, warning } = stateOf(folder);
    expect(status).toBe('finished');
    expect(warning).toMatch(
      new RegExp(
        `^Checkpoint ${String(progress.step)} cannot be used: it holds numbers that are not finite\\. The one of step ${String(progress.step - 1)} was taken\\.`,
      ),
    );
    expectAllKeptFinite(folder);
  }, 180_000);
});

function rewriteSamples(folder: string, change: (sample: Sample, index: number) => Sample): void {
  const path = join(folder, 'samples.jsonl');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const text = lines
    .map((line, index) => `${JSON.stringify(change(JSON.parse(line) as Sample, index))}\n`)
    .join('');
  writeFileSync(path, text);
  rewriteJob(folder, (job) => ({
    ...job,
    dataHash: createHash('sha256').update(text).digest('hex'),
  }));
}

function rewriteJob(folder: string, change: (job: RunJob) => RunJob): void {
  const path = join(folder, 'job.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as RunJob)));
}

describe('a run whose list or settings were changed on the disk', () => {
  test('a mask with a value that no class has: nothing is trained, and the picture is named', async () => {
    const folder = join(base, 'mask');
    await makeRun(folder, { epochs: 1 });
    // Of a picture to validate, which no step would meet.
    rewriteSamples(folder, (sample, index) =>
      index === 3
        ? { ...sample, labels: sample.labels.map((each) => ({ ...each, value: 9 })) }
        : sample,
    );
    await trainToEnd(folder);
    expect(stateOf(folder)).toMatchObject({
      status: 'failed',
      step: 0,
      error:
        'The mask of “picture-3.png” holds the value 9, which no class has: there are 1 to 2. Correct the mask, then start a new run.',
    });
    expect(existsSync(join(folder, 'best'))).toBe(false);
  }, 120_000);

  test('a rate that explodes is refused before the library is loaded', async () => {
    const folder = join(base, 'rate');
    await makeRun(folder, { epochs: 1 });
    rewriteJob(folder, (job) => ({ ...job, settings: { ...job.settings, rate: 1e30 } }));
    const engine = await trainToEnd(folder);
    expect(engine.events.at(-1)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining(
        'settings.rate is not as expected. Invalid value: Expected <=10 but received 1e+30.',
      ) as string,
    });
    expect(existsSync(join(folder, 'best'))).toBe(false);
  }, 120_000);

  test('the highest rate there is spoils no weight that is kept', async () => {
    const folder = join(base, 'highest-rate');
    await makeRun(folder, { epochs: 4, rate: 10 });
    await trainToEnd(folder);
    expect(['finished', 'failed']).toContain(stateOf(folder).status);
    expectAllKeptFinite(folder);
  }, 120_000);
});

describe('pictures that hold no numbers', () => {
  test('are left out by name, and the run learns from the others', async () => {
    const folder = join(base, 'pictures');
    // So that no batch consists of them alone.
    const samples = await makeRun(folder, { epochs: 2, batch: 4 });
    const [nan, infinite, cut] = [0, 5, 9].map((index) => samples[index]);
    const size = { width: nan?.width ?? 0, height: nan?.height ?? 0 };
    writeFileSync(
      nan?.path ?? '',
      floatTiff(size, () => NaN),
    );
    writeFileSync(
      infinite?.path ?? '',
      floatTiff(size, (at) => (at % 7 === 0 ? Infinity : 0.5)),
    );
    const whole = readFileSync(cut?.path ?? '');
    writeFileSync(cut?.path ?? '', whole.subarray(0, whole.length / 2));
    await trainToEnd(folder);
    const { status, warning } = stateOf(folder);
    expect(status).toBe('finished');
    const log = readFileSync(join(folder, 'log.txt'), 'utf8');
    for (const sample of [nan, infinite, cut]) {
      expect(log).toContain(`Left out: “${sample?.name ?? ''}” is `);
    }
    expect(warning).toMatch(
      /^3 pictures are left out, the last one since “picture-\d\.png” is .+ log\.txt in the run's folder names them all\.$/,
    );
    expectAllKeptFinite(folder);
  }, 120_000);
});
