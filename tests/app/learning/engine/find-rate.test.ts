import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import { findRate } from '../../../../app/learning/run/find-rate.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { sweepSteps } from '../../../../app/learning/run/rate-sweep.ts';
import { startEngine } from './engine.ts';
import { makeRun } from './tiny-run.ts';

let folder: string;
let files: readonly string[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-rates-'));
  await makeRun(folder, { size: 32, batch: 4 });
  files = readdirSync(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function search(isGivenUp: () => boolean, told: number[] = []) {
  return findRate({
    folder,
    job: readJob(folder),
    openBackend: () => openBackend('tensorflow', 'train'),
    isGivenUp,
    tell: (done) => void told.push(done),
  });
}

test('finds a rate at which a tiny network learns, and keeps nothing', async () => {
  await openBackend('tensorflow', 'train');
  const before = tf.memory().numTensors;
  const told: number[] = [];
  const found = await search(() => false, told);
  expect(found?.tried.length).toBe(told.at(-1));
  expect(told.at(-1)).toBeGreaterThan(sweepSteps / 2);
  expect(found?.suggested).toBeGreaterThan(1e-5);
  expect(found?.suggested).toBeLessThan(0.5);
  // The same settings and pictures, the same answer.
  expect(await search(() => false)).toEqual(found);
  expect(tf.memory().numTensors).toBe(before);
  expect(readdirSync(folder)).toEqual(files);
});

test('is given up between two steps', async () => {
  const told: number[] = [];
  expect(await search(() => told.length === 3, told)).toBeNull();
  expect(told).toEqual([1, 2, 3]);
});

test('its engine tells each step and what was found, and ends', { timeout: 120_000 }, async () => {
  const engine = startEngine(['rates', '--run', folder]);
  await engine.heard(({ kind }) => kind === 'rate-tried');
  await engine.heard(({ kind }) => kind === 'rates-tried');
  expect(await engine.ended).toEqual({ code: 0, signal: null });
  expect(readdirSync(folder)).toEqual(files);
});
