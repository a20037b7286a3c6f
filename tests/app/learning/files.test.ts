import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metric } from '../../../app/contract/run-folder.ts';
import { settingsFrom } from '../../../app/contract/training.ts';
import { readNewestCheckpoint } from '../../../app/learning/files/checkpoint-reader.ts';
import { writeCheckpoint } from '../../../app/learning/files/checkpoint.ts';
import type { Checkpoint } from '../../../app/learning/files/checkpoint-content.ts';
import { greyPng } from '../../../app/pictures/png.ts';
import { openMetricsFile } from '../../../app/learning/files/metrics-file.ts';
import { readModelWeights, writeModel } from '../../../app/learning/files/model-files.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { tinyNetwork } from './tiny-network.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('checkpoints', () => {
  const refused: string[] = [];
  const read = (fingerprint = 'same') =>
    readNewestCheckpoint(folder, fingerprint, (reason) => refused.push(reason));

  test('come back as they were written, bit for bit; the newest and the one before it stay', () => {
    for (const step of [5, 7, 9]) writeCheckpoint(folder, checkpointAt(step));
    expect(readdirSync(folder)).toEqual(['7', '9']);
    expect(read()).toEqual(checkpointAt(9));
    // The same step once more, such as after its validation.
    writeCheckpoint(folder, checkpointAt(9));
    expect(readdirSync(folder)).toEqual(['7', '9']);
    expect(read()).toEqual(checkpointAt(9));
  });

  test.each([
    ['a changed number', 'tensors.bin', (bytes: Buffer) => bytes.with(5, 77)],
    ['a missing end', 'tensors.bin', (bytes: Buffer) => bytes.subarray(0, -4)],
    ['a manifest cut off', 'manifest.json', (bytes: Buffer) => bytes.subarray(0, -9)],
    ['another step in the manifest', 'manifest.json', replacing('"step":9', '"step":8')],
    ['another rate in the manifest', 'manifest.json', replacing('"rate":0.1', '"rate":0.2')],
    ['another hash in the manifest', 'manifest.json', replacing('"sha256":"', '"sha256":"0')],
    ['more in the manifest', 'manifest.json', replacing('"progress":', '"more":1,"progress":')],
    ['a huge manifest', 'manifest.json', (bytes: Buffer) => Buffer.alloc(2 ** 20 + 1, bytes)],
  ])('with %s are refused in words, and the one before is taken', (_, file, change) => {
    writeCheckpoint(folder, checkpointAt(7));
    writeCheckpoint(folder, checkpointAt(9));
    const path = join(folder, '9', file);
    const before = readFileSync(path);
    writeFileSync(path, change(before));
    expect(readFileSync(path).equals(before)).toBe(false);
    refused.length = 0;
    expect(read()).toEqual(checkpointAt(7));
    expect(refused).toEqual([expect.stringMatching(/^Checkpoint 9 cannot be used: its .+\.$/)]);
  });

  test('of other settings or pictures are not gone on with', () => {
    writeCheckpoint(folder, checkpointAt(9));
    expect(read('other')).toBeNull();
  });
});

describe('a model folder', () => {
  const network = tinyNetwork();
  const model = (seed: number) => ({
    network,
    values: startingWeights(network, seed),
    topology: { class_name: 'Model' },
    metadata: { run: 'r' },
  });

  test('gives its weights back, the newest ones', () => {
    writeModel(folder, model(1));
    writeModel(folder, model(2));
    expect(readdirSync(folder)).toHaveLength(2);
    expect(readModelWeights(folder, network)).toEqual(model(2).values);
  });

  test('is refused when it is missing, of another network, damaged, or points elsewhere', () => {
    expect(() => readModelWeights(join(folder, 'none'), network)).toThrow('no weights');
    writeModel(folder, model(1));
    const wider = { ...network, layers: network.layers.map(widened) };
    expect(() => readModelWeights(folder, wider)).toThrow('another network');
    const path = join(folder, 'model.json');
    const json = readFileSync(path, 'utf8');
    writeFileSync(path, json.replace(/weights-[0-9a-f]+/, '../secret'));
    expect(() => readModelWeights(folder, network)).toThrow('cannot be used');
    writeFileSync(path, json);
    const weights = readdirSync(folder).find((name) => name.endsWith('.bin')) ?? '';
    appendFileSync(join(folder, weights), 'xxxx');
    expect(() => readModelWeights(folder, network)).toThrow('another length');
  });

  function widened(layer: (typeof network.layers)[number]) {
    return layer.name === 'low' ? { ...layer, shape: { ...layer.shape, channels: 7 } } : layer;
  }
});

test('metrics are dropped past where a resumed run stands, a torn last row too', () => {
  const path = join(folder, 'metrics.csv');
  const measured = { classes: ['cat', 'big, dog'], lossParts: ['focal', 'dice'] };
  const file = openMetricsFile(path, measured, { step: 0, epoch: 0 });
  file.append([
    row('step', { epoch: 1, step: 1 }),
    row('step', { epoch: 1, step: 2 }),
    row('epoch', { epoch: 1, step: 2 }),
    row('validation', { epoch: 1, step: 2 }),
    row('step', { epoch: 2, step: 3 }),
  ]);
  file.close();
  appendFileSync(path, 'step,2,2');
  openMetricsFile(path, measured, { step: 2, epoch: 0 }).close();
  expect(readFileSync(path, 'utf8')).toBe(
    'kind,epoch,step,seconds,loss,rate,gradientNorm,imagesPerSecond,memoryBytes,waitingShare,meanIou,pixelAccuracy,sureShare,' +
      'iou:cat,"iou:big, dog",dice:cat,"dice:big, dog",precision:cat,"precision:big, dog",recall:cat,"recall:big, dog",' +
      'boundary:cat,"boundary:big, dog",loss:focal,loss:dice\n' +
      'step,1,1,0.5,0.1,,,,,,,,,0.25,,,,,,,,,,,0.75\n' +
      'step,1,2,0.5,0.1,,,,,,,,,0.25,,,,,,,,,,,0.75\n',
  );
});

test('metrics of a run that was begun before a column was there keep their places', () => {
  const path = join(folder, 'older.csv');
  const older =
    'kind,epoch,step,seconds,loss,rate,imagesPerSecond,memoryBytes,meanIou,pixelAccuracy';
  writeFileSync(path, `${older},iou:cat,dice:cat\nvalidation,1,2,3,4,,,,0.5,0.75,0.25,0.125\n`);
  openMetricsFile(
    path,
    { classes: ['cat'], lossParts: ['focal', 'dice'] },
    { step: 2, epoch: 1 },
  ).close();
  expect(readFileSync(path, 'utf8').split('\n')[1]).toBe(
    'validation,1,2,3,4,,,,,,0.5,0.75,,0.25,0.125',
  );
});

test('grey pictures are read by others as they were written', async () => {
  const pixels = Uint8Array.from({ length: 35 }, (_, index) => index * 7);
  const png = greyPng(pixels, { width: 7, height: 5 });
  const { data, info } = await sharp(png)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 7, height: 5, channels: 1 });
  expect([...data]).toEqual([...pixels]);
});

function replacing(part: string, by: string): (bytes: Buffer) => Buffer {
  return (bytes) => Buffer.from(bytes.toString().replace(part, by));
}

function checkpointAt(step: number): Checkpoint {
  return {
    progress: {
      step,
      epoch: 1,
      seconds: 1.25,
      lossSum: 0.1 + 0.2,
      sureSum: 0.3,
      found: [0.5, 0.25, 3, 1, 0, 2],
      best: { epoch: 1, loss: 0.5, meanIou: 0.3, iou: { cat: null }, dice: {}, pixelAccuracy: 1 },
      sinceBest: 2,
    },
    fingerprint: 'same',
    settings: settingsFrom({}),
    dataHash: '0123',
    keyed: {
      order: 'ab',
      cursor: 3,
      dropout: 1,
      vary: 2,
      beta1Power: 0.9 ** step,
      beta2Power: 0.999 ** step,
      rate: 0.1,
    },
    weights: new Map([
      ['a/kernel', Float32Array.of(0.1, -0, 1e-40)],
      ['a/bias', Float32Array.of(step)],
    ]),
    slots: new Map([['a/bias/first', Float32Array.of(Math.PI)]]),
  };
}

function row(kind: Metric['kind'], at: { epoch: number; step: number }): Metric {
  return {
    kind,
    ...at,
    seconds: 0.5,
    loss: 0.1,
    rate: null,
    gradientNorm: null,
    imagesPerSecond: null,
    memoryBytes: null,
    waitingShare: null,
    meanIou: null,
    pixelAccuracy: null,
    sureShare: null,
    lossParts: { dice: 0.75 },
    iou: { cat: 0.25 },
    dice: {},
    precision: {},
    recall: {},
    boundary: {},
  };
}
