import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunJob } from '../../../../app/contract/run-folder.ts';
import { settingsFrom } from '../../../../app/contract/training.ts';
import { sha256Of } from '../../../../app/learning/files/sha256.ts';
import { writeModel } from '../../../../app/learning/files/model-files.ts';
import { startingWeights } from '../../../../app/learning/models/weights.ts';
import { startingPoint } from '../../../../app/learning/run/starting-point.ts';
import { fitFile } from '../../../../app/learning/weights/fit-file.ts';
import { startBytes } from '../../../../app/learning/weights/start-file.ts';
import { tinyNetwork } from '../tiny-network.ts';

const network = tinyNetwork();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-start-'));
  mkdirSync(join(folder, 'start'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const none = { train: [], validation: [], unlabelled: [] };

function begin(bytes: Uint8Array, hash = sha256Of(bytes)) {
  writeFileSync(join(folder, 'start', 'weights.safetensors'), bytes);
  const job: RunJob = {
    format: 1,
    name: 'r',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: settingsFrom({ seed: 3 }),
    classes: [],
    dataHash: '',
    start: {
      file: 'a file',
      format: 'safetensors',
      sha256: hash,
      taken: { layers: 1, numbers: 1 },
      of: { layers: 1, numbers: 1 },
    },
  };
  return startingPoint({ folder, job, network, resume: false, samples: none });
}

test('a run begins with what its folder holds, and with random numbers where that says nothing', () => {
  const given = startingWeights(network, 99);
  const kernel = given.get('stem/kernel') ?? new Float32Array(0);
  const { weights, slots, isResumed } = begin(
    startBytes(network, new Map([['stem/kernel', kernel]])),
  );
  expect(weights).toEqual(new Map([...startingWeights(network, 3), ['stem/kernel', kernel]]));
  expect([...weights.keys()]).toEqual([...startingWeights(network, 3).keys()]);
  expect({ slots, isResumed }).toEqual({ slots: null, isResumed: false });
});

test('what was changed, or is of another network, is refused', () => {
  const bytes = startBytes(network, startingWeights(network, 99));
  expect(() => begin(bytes.fill(9, 4000, 4004), 'another hash')).toThrow(/Start a new run\.$/);
  const other = startBytes(tinyNetwork(), startingWeights(network, 1)).toString('latin1');
  const renamed = Buffer.from(other.replace('stem/kernel', 'stew/kernel'), 'latin1');
  expect(() => begin(renamed)).toThrow(/Start a new run\.$/);
});

test('a model that we wrote is read as a file of TensorFlow.js, number for number', () => {
  const values = startingWeights(network, 7);
  writeModel(folder, { network, values, topology: {}, metadata: {} });
  for (const path of [folder, join(folder, 'model.json')]) {
    const fitted = fitFile(path, network);
    expect(fitted.values).toEqual(values);
    expect(fitted.report).toMatchObject({ format: 'TensorFlow.js layers model', left: [] });
  }
});
