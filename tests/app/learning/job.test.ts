import { describe, expect, test } from 'vitest';
import { parseRunJob } from '../../../app/contract/run-folder.ts';
import { settingsFrom } from '../../../app/contract/training.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { countParameters } from '../../../app/learning/models/network.ts';
import { fingerprintOf } from '../../../app/learning/run/job.ts';

/** `job.json` as it was written before a network's width could be chosen, and the fingerprint in its checkpoints. */
const early = {
  format: 1,
  name: 'first',
  createdAt: '2026-11-27T11:00:00.000Z',
  settings: {
    model: 'unet',
    size: 32,
    epochs: 3,
    batch: 4,
    rate: 0.002,
    seed: 0,
    backend: 'auto',
    schedule: 'cosine',
    loss: 'cross-entropy+dice',
    classBalance: true,
    flip: true,
    colorJitter: true,
    scaleJitter: true,
    patience: 0,
    gpu: 'auto',
    gpuMemoryMb: 0,
  },
  classes: [
    { id: 1, name: 'cat', value: 1 },
    { id: 2, name: 'dog', value: 2 },
  ],
  dataHash: '0f343b0931126a20f133d67c2b018a3b5e0c4a0f7a8f2f1d9f1e0c5a6b7c8d9e',
};
const earlyFingerprint = '235caf5f54f93e6a138b33d0e30ec9bccbcd3a712227c2ae44b0d11b892e1361';

describe('what a checkpoint may be gone on with', () => {
  test('is a run from before the newest settings, as they were done by then', () => {
    const job = parseRunJob(JSON.stringify(early));
    expect(job.settings.width).toBe(1);
    expect(fingerprintOf(job)).toBe(earlyFingerprint);
  });

  test('is another batch or computer, and no other width or optimiser', () => {
    const job = parseRunJob(JSON.stringify(early));
    const withSettings = (change: Partial<typeof job.settings>) =>
      fingerprintOf({ ...job, settings: { ...job.settings, ...change } });
    expect(withSettings({ batch: 2, backend: 'wasm', epochs: 9 })).toBe(earlyFingerprint);
    expect(withSettings({ width: 0.5 })).not.toBe(earlyFingerprint);
    expect(withSettings({ depth: 4 })).not.toBe(earlyFingerprint);
    expect(withSettings({ model: 'segnet', depth: 4 })).toBe(withSettings({ model: 'segnet' }));
    expect(withSettings({ width: 0.5 })).not.toBe(withSettings({ width: 2 }));
    // What is not used does not count.
    expect(withSettings({ weightDecay: 0.1 })).toBe(earlyFingerprint);
    expect(withSettings({ confidence: 0.8, unlabelledWeight: 2 })).toBe(earlyFingerprint);
    expect(withSettings({ unlabelled: true })).not.toBe(earlyFingerprint);
    expect(withSettings({ unlabelled: true, confidence: 0.8 })).not.toBe(
      withSettings({ unlabelled: true }),
    );
    expect(withSettings({ rotate: 10 })).not.toBe(earlyFingerprint);
    expect(withSettings({ tiles: 2 })).not.toBe(earlyFingerprint);
    expect(withSettings({ copyPaste: true })).not.toBe(earlyFingerprint);
    expect(withSettings({ ema: 0.99 })).not.toBe(earlyFingerprint);
    expect(withSettings({ deepSupervision: true })).not.toBe(earlyFingerprint);
    expect(withSettings({ clipNorm: 1 })).not.toBe(earlyFingerprint);
    expect(withSettings({ optimiser: 'sgd' })).not.toBe(earlyFingerprint);
    expect(withSettings({ optimiser: 'adamw', weightDecay: 0.1 })).not.toBe(
      withSettings({ optimiser: 'adamw' }),
    );
  });
});

describe('the width of a network', () => {
  const parametersAt = (model: 'segnet' | 'pspnet' | 'unet-tutorial', width: number): number =>
    countParameters(networkOf(settingsFrom({ model, width }), 3));

  test('at one is the model’s own, and at four SegNet and PSPNet are as large as published', () => {
    expect(parametersAt('unet-tutorial', 1)).toBe(471_619);
    expect(parametersAt('segnet', 4) / 1e6).toBeCloseTo(29.5, 1);
    // PSPNet is said to have some 47 million.
    expect(parametersAt('pspnet', 4) / 1e6).toBeCloseTo(47, 0);
  });

  test('is not the only choice for the U-Net: levels, normalisation, and how it goes up', () => {
    const kindsOf = (choice: Parameters<typeof settingsFrom>[0]): readonly string[] =>
      networkOf(settingsFrom({ model: 'unet', ...choice }), 3).layers.map(({ kind }) => kind);
    const pools = (kinds: readonly string[]) => kinds.filter((kind) => kind === 'max-pool').length;
    expect([2, 5, 7].map((depth) => pools(kindsOf({ depth })))).toEqual([1, 4, 6]);
    expect(kindsOf({})).not.toContain('transposed-convolution');
    expect(kindsOf({ enlarge: 'transposed' })).toContain('transposed-convolution');
    expect(kindsOf({ normalise: 'none' })).not.toContain('normalisation');
  });

  test('leaves each layer a filter at least', () => {
    const { layers } = networkOf(settingsFrom({ model: 'deconvnet', width: 0.1 }), 3);
    expect(Math.min(...layers.map(({ shape }) => shape.channels))).toBeGreaterThan(0);
  });
});
