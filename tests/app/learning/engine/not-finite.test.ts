import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Batch } from '../../../../app/learning/data/batches.ts';
import { readNewestCheckpoint } from '../../../../app/learning/files/checkpoint-reader.ts';
import { areFinite } from '../../../../app/learning/models/weights.ts';
import { readModelWeights } from '../../../../app/learning/files/model-files.ts';
import type { Operations, Optimiser } from '../../../../app/learning/operations/operations.ts';
import { fingerprintOf, networkOfJob, readJob } from '../../../../app/learning/run/job.ts';
import { badBatchInWords, notFiniteInWords } from '../../../../app/learning/run/not-finite.ts';
import { trainDisturbed } from './disturbed.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-not-finite-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** In the second epoch, of six steps each. */
const bad = 8;

const injections: readonly (readonly [string, (operations: Operations) => Partial<Operations>])[] =
  [
    [
      'loss',
      // The network is gone through once a step, and once for each of the two batches of a validation.
      ({ addBias }) => ({ addBias: nthAnswer(bad + 2, addBias) }),
    ],
    [
      'gradients',
      ({ sumOfSquares }) => ({
        sumOfSquares: nth(bad, sumOfSquares, (value) => tf.mul<Scalar>(value, Infinity)),
      }),
    ],
    ['weights', ({ optimiser }) => ({ optimiser: (...given) => spoiling(optimiser(...given)) })],
  ];

describe('a run whose numbers stop being finite', () => {
  test.each(injections)('in the %s stops within a step, in words', async (what, disturb) => {
    const folder = join(base, what);
    await makeRun(folder, { epochs: 4 });
    expect(await trainDisturbed(folder, disturb)).toBe('failed');
    const { error, step, best } = stateOf(folder);
    expect(error).toContain(what);
    expect(error).toContain('Try a tenth of the learning rate.');
    expect(step).toBeLessThanOrEqual(bad);
    expect(step).toBeGreaterThanOrEqual(bad - 1);
    expect(best?.epoch).toBe(1);
    expect(Number.isFinite(best?.meanIou)).toBe(true);
    // What is kept: the newest checkpoint, at most one step older, and both models.
    const whole = readNewestCheckpoint(
      join(folder, 'checkpoints'),
      fingerprintOf(readJob(folder)),
      (reason) => {
        throw new Error(reason);
      },
    );
    expect(whole?.progress.step).toBeGreaterThanOrEqual(bad - 1);
    expect(whole !== null && areFinite(whole.weights) && areFinite(whole.slots)).toBe(true);
    for (const which of ['best', 'last']) {
      expect(areFinite(readModelWeights(join(folder, which), networkOfJob(readJob(folder))))).toBe(
        true,
      );
    }
    const losses = measuredIn(folder).map((row) => row.split(',')[3]);
    expect(losses).not.toContain('NaN');
  });

  test('from the first step on keeps no best', async () => {
    const folder = join(base, 'first');
    await makeRun(folder, { epochs: 1 });
    const status = await trainDisturbed(folder, ({ addBias }) => ({
      addBias: nthAnswer(1, addBias),
    }));
    expect(status).toBe('failed');
    expect(stateOf(folder)).toMatchObject({ best: null, step: 0 });
    // The weights that it began with are finite, and are there to be looked at.
    expect(readdirSync(folder)).toContain('last');
  });
});

describe('what is wrong with a batch is said with the name of the picture', () => {
  const at = { step: 3, classes: 3, nameOf: (index: number) => `picture-${String(index)}` };

  test('a picture', () => {
    const batch = goodBatch();
    batch.pictures[40] = NaN;
    expect(badBatchInWords(batch, at)).toMatch(/^The picture “picture-5” holds .+ at step 3\./);
    batch.pictures[40] = -Infinity;
    expect(badBatchInWords(batch, at)).not.toBeNull();
  });

  test('a mask', () => {
    const batch = goodBatch();
    batch.labels[17] = 3;
    expect(badBatchInWords(batch, at)).toMatch(/^The mask of “picture-7” holds the value 3/);
    batch.labels[17] = 255;
    expect(badBatchInWords(batch, at)).toBeNull();
  });

  test('a rate', () => {
    expect(notFiniteInWords('learning rate', { step: 3, rate: NaN })).toContain(
      'The learning rate is no longer a finite number at step 3',
    );
  });
});

function goodBatch(): Batch {
  return {
    count: 2,
    sidePx: 4,
    pictures: new Float32Array(2 * 16 * 3),
    labels: new Int32Array(2 * 16),
    indices: [5, 7],
  };
}

/** The last layer alone has as many biases as there are classes. */
function nthAnswer(number: number, addBias: Operations['addBias']): Operations['addBias'] {
  let calls = 0;
  return (x, bias) => {
    if (bias.shape[0] === 3) calls += 1;
    const answer = addBias(x, bias);
    return calls === number && bias.shape[0] === 3 ? tf.mul(answer, NaN) : answer;
  };
}

function nth<A extends unknown[], T extends Tensor>(
  number: number,
  operation: (...given: A) => T,
  spoil: (value: T) => T,
): (...given: A) => T {
  let calls = 0;
  return (...given) => {
    const value = operation(...given);
    calls += 1;
    return calls === number ? spoil(value) : value;
  };
}

/** An optimiser whose step `bad` leaves numbers that are none. */
function spoiling(optimiser: Optimiser): Optimiser {
  return {
    ...optimiser,
    apply(gradients, at) {
      const isBad = at.step === bad;
      optimiser.apply(gradients, isBad ? { ...at, rate: NaN } : at);
    },
  };
}
