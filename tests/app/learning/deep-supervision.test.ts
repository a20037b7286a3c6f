import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasLevelsToTeach } from '../../../app/contract/deep-supervision.ts';
import { modelNames, settingsFrom } from '../../../app/contract/training.ts';
import type { Backend } from '../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { sha256Of } from '../../../app/learning/files/sha256.ts';
import { readModelWeights } from '../../../app/learning/files/model-files.ts';
import { levelsToTeach, taughtNetwork } from '../../../app/learning/models/deep-supervision.ts';
import { allLogitsOf, logitsOf, type Forward } from '../../../app/learning/models/forward.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { weightSpecs, type Network } from '../../../app/learning/models/network.ts';
import { summaryOf } from '../../../app/learning/models/summary.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import { networkOfJob, readJob, taughtNetworkOfJob } from '../../../app/learning/run/job.ts';
import { tensorsOf } from '../../../app/learning/run/parameters.ts';
import { weightsBefore } from '../../../app/learning/run/starting-point.ts';
import { lossFrom } from '../../../app/learning/run/step.ts';
import { createWeightsKeeper } from '../../../app/learning/run/weights-keeper.ts';
import { startBytes } from '../../../app/learning/weights/start-file.ts';
import { makeRun } from './engine/tiny-run.ts';
import { batchOf, expectClose, learnerOptions, lossOf } from './learning.ts';

const mode = { kind: 'answer' } as const;
const everything = { layers: 1, numbers: 1 };
const origin = { file: 'earlier', format: 'safetensors', taken: everything, of: everything };

describe('the levels that are taught', () => {
  test('are there where the contract says so, whatever the network', () => {
    for (const model of modelNames) {
      for (const size of [64, 200]) {
        const settings = settingsFrom({ model, size, width: 0.1 });
        const levels = levelsToTeach(networkOf(settings, 3));
        expect(levels.length > 0, model).toBe(hasLevelsToTeach(settings));
        expect(levels.length).toBeLessThanOrEqual(3);
        const widths = levels.map(({ shape }) => shape.width);
        expect(widths).toEqual([...new Set(widths)].sort((one, other) => other - one));
        expect(Math.min(size, ...widths)).toBeGreaterThanOrEqual(size / 16);
      }
    }
  });

  test('are the largest three below the one that decides, each by what it gives to the next', () => {
    const levelsOf = (choice: Parameters<typeof settingsFrom>[0]) =>
      levelsToTeach(networkOf(settingsFrom({ size: 200, width: 0.1, ...choice }), 3)).map(
        ({ name, shape }) => `${name} ${String(shape.width)}`,
      );
    expect(levelsOf({ model: 'unet' })).toEqual([
      'up2_conv_norm 50',
      'up3_conv_norm 25',
      'up4_conv_norm 13',
    ]);
    expect(levelsOf({ model: 'unet', depth: 3 })).toEqual(['up2_conv_norm 50']);
    expect(levelsOf({ model: 'unet', depth: 2 })).toEqual([]);
    expect(levelsOf({ model: 'unet-tutorial' })).toEqual(['up2_conv2 100']);
    expect(levelsOf({ model: 'fcn-8s' })).toEqual(['pool4_sum 13']);
    expect(levelsOf({ model: 'vgg_unet' })).toEqual(['up2_norm 50', 'up3_norm 25']);
    expect(hasLevelsToTeach(settingsFrom({ model: 'unet', depth: 2 }))).toBe(false);
  });
});

describe('a network whose levels are taught', () => {
  const plain = unet(50, 3, [4, 6, 8, 10]);
  const taught = taughtNetwork(plain);
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend('tensorflow', 'train');
  });

  test('begins with the weights of the plain one, and has its own behind them', () => {
    const own = [...startingWeights(plain, 7)];
    const all = [...startingWeights(taught, 7)];
    expect(all.slice(0, own.length)).toEqual(own);
    expect(all.slice(own.length).map(([name]) => name)).toEqual([
      'level1_classes/kernel',
      'level1_classes/bias',
      'level2_classes/kernel',
      'level2_classes/bias',
    ]);
    const [first, second] = [summaryOf(plain, 4), summaryOf(plain, 4, { deepSupervision: true })];
    expect({ ...second, bytes: first.bytes }).toEqual(first);
    expect(second.bytes.activations).toBeGreaterThan(first.bytes.activations);
  });

  test('answers as the plain one does, and each level for the whole picture', () => {
    tf.tidy(() => {
      const pictures = picturesOf(1);
      const alone = logitsOf(forwardOf(plain), pictures).dataSync();
      const [own, ...levels] = allLogitsOf(forwardOf(taught), pictures);
      expect([...own.dataSync()]).toEqual([...alone]);
      expect([...logitsOf(forwardOf(taught), pictures).dataSync()]).toEqual([...alone]);
      const whole = [2, 50, 50, 3];
      expect(levels.map(({ shape }) => shape)).toEqual([whole, whole]);
    });
  });

  test('learns from the halved losses of its levels, together as much as one', async () => {
    // Nothing is dropped, so that an answer is what a step sees; nor is it normalised, which a step does by its batch.
    const layers = taughtNetwork(unet(50, 3, [4, 6, 8, 10], { normalise: 'groups' })).layers.map(
      (layer) => (layer.kind === 'dropout' ? { ...layer, rate: 0 } : layer),
    );
    const network = { ...taught, layers };
    const options = learnerOptions(backend, network);
    const batch = batchOf(network, 2, 1);
    const [own = NaN, first = NaN, second = NaN] = tf.tidy(() =>
      allLogitsOf(forwardOf(network), picturesOf(1)).map((logits) => {
        const loss = lossFrom(options.settings, logits, tf.tensor1d(batch.labels, 'int32'));
        return loss.dataSync()[0];
      }),
    );
    const learner = openEagerLearner(options);
    expectClose(await lossOf(learner, batch, 1), (own + first / 2 + second / 4) / 1.75, 1e-5);
    learner.dispose();
  });

  test('is kept without them, and may start from weights that have none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskwright-levels-'));
    try {
      await makeRun(folder, { model: 'unet', width: 0.1, deepSupervision: true }, 1);
      const job = readJob(folder);
      const [kept, all] = [networkOfJob(job), taughtNetworkOfJob(job)];
      expect(weightSpecs(all).length).toBeGreaterThan(weightSpecs(kept).length);
      createWeightsKeeper(folder, job, kept).keep('best', startingWeights(all, 5), 1);
      expect(readModelWeights(join(folder, 'best'), kept)).toEqual(startingWeights(kept, 5));
      expect(readFileSync(join(folder, 'best', 'model.json'), 'utf8')).not.toContain('level1');

      const bytes = startBytes(kept, startingWeights(kept, 9));
      mkdirSync(join(folder, 'start'));
      writeFileSync(join(folder, 'start', 'weights.safetensors'), bytes);
      const start = { ...origin, sha256: sha256Of(bytes) };
      expect(weightsBefore(folder, { ...job, start }, all)).toEqual(
        new Map([...startingWeights(all, job.settings.seed), ...startingWeights(kept, 9)]),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function forwardOf(network: Network): Forward {
    const { settings, weights } = learnerOptions(backend, network);
    const { operations } = settings;
    return { network, operations, weights: tensorsOf(weightSpecs(network), weights), mode };
  }

  function picturesOf(key: number): Tensor4D {
    return tf.tensor4d(batchOf(plain, 2, key).pictures, [2, 50, 50, 3]);
  }
});
