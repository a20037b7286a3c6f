import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import type { Batch } from '../../../../app/learning/data/batches.ts';
import { unet } from '../../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../../app/learning/models/weights.ts';
import { type Learner } from '../../../../app/learning/run/learner.ts';
import { openLearner } from '../../../../app/learning/run/open-learner.ts';

/** `npm run soak -- survive` takes 10,000. */
const steps = Number(process.env['MASKWRIGHT_STEADY_STEPS'] ?? '300');
/** TensorFlow's and Node's own pools fill for a while; what grows after that grows for ever. */
const settled = Math.max(100, Math.floor(steps / 5));
/** Over a few hundred steps the noise of the pools is as large as a small leak: then the count of tensors tells. */
const allowedPerStep = steps >= 5_000 ? 1024 : 64 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const sidePx = 64;
const perEpoch = 20;
const network = unet(sidePx, 3, [4, 6, 8]);

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend('tensorflow', 'train');
});

function open(kernels: Backend['kernels']): Learner {
  const { learner, fallback } = openLearner({
    backend: { ...backend, kernels },
    settings: {
      network,
      operations: backend.operations,
      loss: { kind: 'cross-entropy+dice', classWeights: [1, 1, 1] },
    },
    batch: 2,
    weights: startingWeights(network, 3),
    slots: null,
  });
  expect(fallback).toBeNull();
  return learner;
}

const ways = [
  ['a graph', true],
  ['operations one by one', false],
] as const;
/** The soak takes one at a time. */
const wanted = process.env['MASKWRIGHT_STEADY_WAY'];

describe.each(ways.filter(([way]) => wanted === undefined || way === wanted))(
  'a run by %s',
  (_, isGraph) => {
    test(`holds no more from step ${String(settled)} to step ${String(steps)}`, async () => {
      const learner = open(isGraph ? backend.kernels : null);
      const batch = someBatch();
      const tensors: number[] = [];
      const resident: Point[] = [];
      for (let step = 1; step <= steps; step++) {
        // As a run does: what TensorFlow gave is let go between turns.
        await nextTurn();
        const outcome = await learner.step(batch, { rate: 1e-4, step, key: step });
        expect(outcome.kind).toBe('stepped');
        if (step % perEpoch === 0) {
          // As at the end of an epoch: a validation, and everything read for a checkpoint.
          await learner.check(batch);
          await learner.values();
          await learner.slots();
          tensors.push(tf.memory().numTensors);
          if (step >= settled) resident.push({ step, bytes: await residentBytes() });
        }
      }
      const perStep = slopeOf(resident);
      const [first, last] = [resident[0], resident.at(-1)].map((point) =>
        ((point?.bytes ?? 0) / 2 ** 20).toFixed(0),
      );
      process.stdout.write(
        `Resident memory: ${String(first)} MB, then ${String(last)} MB: ${perStep.toFixed(0)} bytes a step over ${String(steps - settled)} steps; ${String(tensors.at(-1))} tensors.\n`,
      );
      expect(perStep).toBeLessThan(allowedPerStep);
      // Of the second epoch and of the last.
      expect(tensors.at(-1)).toBe(tensors[1]);
      learner.dispose();
    }, 3_600_000);
  },
);

interface Point {
  readonly step: number;
  readonly bytes: number;
}

/** Of the straight line that lies nearest to all points, by least squares: no single look decides. */
function slopeOf(points: readonly Point[]): number {
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const step = mean(points.map((point) => point.step));
  const bytes = mean(points.map((point) => point.bytes));
  const rise = points.map((point) => (point.step - step) * (point.bytes - bytes));
  const run = points.map((point) => (point.step - step) ** 2);
  return mean(rise) / mean(run);
}

/** After what nobody holds any more was given back. */
async function residentBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await nextTurn();
  }
  return process.memoryUsage.rss();
}

function someBatch(): Batch {
  const area = sidePx * sidePx;
  return {
    count: 2,
    sidePx,
    pictures: Float32Array.from({ length: 2 * area * 3 }, (_, at) => ((at * 7919) % 256) / 255),
    labels: Int32Array.from({ length: 2 * area }, (_, at) => Math.floor(at / 97) % 3),
    indices: [0, 1],
  };
}
