import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineEvent } from '../../../../app/contract/run-folder.ts';
import type { RunStatus } from '../../../../app/domain/run.ts';
import type { Backend } from '../../../../app/learning/backends/backend.ts';
import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import { letterboxPicture } from '../../../../app/learning/data/letterboxed.ts';
import { createPredictors } from '../../../../app/learning/predict/predictor.ts';
import { isOutOfMemory } from '../../../../app/learning/run/memory.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { train } from '../../../../app/learning/run/train.ts';
import type { Wish } from '../../../../app/learning/run/train-options.ts';
import { playGpu } from '../../../fixtures/software-gpu.ts';
import { makeRun, measuredIn, stateOf } from './tiny-run.ts';

/** Whole runs on a graphics card that the processor plays: what is read back, kept and gone on from. */
const sidePx = 16;
let base: string;
let whole: string;
let backend: Backend;

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-webgpu-'));
  playGpu();
  backend = await openBackend('webgpu', 'train');
  whole = join(base, 'whole');
  await makeTiny(whole);
  expect(await trainOnCard(whole)).toBe('finished');
}, 240_000);

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

async function makeTiny(folder: string) {
  return makeRun(folder, { backend: 'webgpu', size: sidePx, epochs: 2, batch: 1 }, 4);
}

async function trainOnCard(
  folder: string,
  {
    resume = false,
    see = () => 'go-on',
  }: { readonly resume?: boolean; readonly see?: (step: number) => Wish } = {},
): Promise<RunStatus> {
  await tf.setBackend('webgpu');
  let wish: Wish = 'go-on';
  return train({
    folder,
    job: readJob(folder),
    resume,
    checkpointEveryMs: 0,
    openBackend: () => Promise.resolve(backend),
    wish: () => wish,
    send(event: EngineEvent) {
      if (event.kind !== 'metrics') return;
      for (const { kind, step } of event.metrics) if (kind === 'step') wish = see(step);
    },
  });
}

test('a run says on which card it is, and keeps what anybody else can read', async () => {
  expect(stateOf(whole)).toMatchObject({
    status: 'finished',
    backend: 'webgpu',
    library: expect.stringMatching(/^WebGPU, Vulkan, SwiftShader .*software/) as string,
    step: 6,
  });
  const [sample] = await makeTiny(join(base, 'pictures'));
  const picture = await letterboxPicture(sample!, sidePx);
  const here = createPredictors(backend);
  await tf.setBackend('webgpu');
  const [own = []] = await here.of(whole, 'last').predict([picture]);
  here.dispose();
  const there = createPredictors(await openBackend('tensorflow', 'predict'));
  const [theirs = []] = await there.of(whole, 'last').predict([picture]);
  there.dispose();
  expect(own).toHaveLength(2);
  for (const [index, map] of own.entries()) {
    const apart = map.map((value, at) => Math.abs(value - (theirs[index]?.[at] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  }
});

test('a run that left inside an epoch goes on as if it had not', { timeout: 180_000 }, async () => {
  const folder = join(base, 'left');
  await makeTiny(folder);
  const left = await trainOnCard(folder, { see: (step) => (step === 2 ? 'leave' : 'go-on') });
  expect(left).toBe('interrupted');
  const tensors = tf.memory().numTensors;
  expect(await trainOnCard(folder, { resume: true })).toBe('finished');
  expect(tf.memory().numTensors).toBe(tensors);
  const [ours, expected] = [folder, whole].map((each) =>
    measuredIn(each).map((row) => row.split(',').map(Number)),
  );
  expect(ours).toHaveLength(expected!.length);
  for (const [row, figures] of ours!.entries()) {
    for (const [column, figure] of figures.entries()) {
      if (Number.isNaN(figure)) continue;
      const other = expected![row]?.[column] ?? NaN;
      expect(Math.abs(figure - other)).toBeLessThanOrEqual(1e-3 * Math.max(1, Math.abs(other)));
    }
  }
});

test('a card that is lost ends the run in words; it goes on from its last checkpoint', async () => {
  const folder = join(base, 'lost');
  await makeTiny(folder);
  const lost = trainOnCard(folder, {
    see(step) {
      if (step === 2) (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
      return 'go-on';
    },
  });
  await expect(lost).rejects.toThrow(/^The graphics card “SwiftShader .*” was lost/);
  expect(stateOf(folder)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('Go on from the last checkpoint') as string,
  });
  backend = await openBackend('webgpu', 'train');
  expect(await trainOnCard(folder, { resume: true })).toBe('finished');
  expect(stateOf(folder)).toMatchObject({ step: 6, epoch: 2 });
}, 180_000);

test('what a card has no room for is an error, never an answer', async () => {
  await tf.setBackend('webgpu');
  const { device } = tf.backend() as unknown as { device: GPUDevice };
  const many = device.limits.maxStorageBufferBindingSize / 4 + 1024;
  const sum = tf.tidy(() => tf.sum(tf.fill([many], 1)));
  const error: unknown = await sum.data().catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/The graphics card “SwiftShader .*” is out of memory/);
  // So that a number of pictures is looked for that fits.
  expect(isOutOfMemory(error)).toBe(true);
  // It was told once; the next answer is one.
  expect([...(await tf.tidy(() => tf.add(tf.ones([2]), 1)).data())]).toEqual([2, 2]);
});
