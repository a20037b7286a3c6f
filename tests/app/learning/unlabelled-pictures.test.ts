import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sample } from '../../../app/contract/run-folder.ts';
import { settingsFrom } from '../../../app/contract/training.ts';
import { batchOrders, unlabelledOrder } from '../../../app/learning/data/batch-orders.ts';
import { makeBatch, picturesIn, type Batch } from '../../../app/learning/data/batches.ts';
import { createPictureLibrary } from '../../../app/learning/data/picture-library.ts';
import { readSamples, type Samples } from '../../../app/learning/data/samples.ts';
import { asItIs, weakAndStrong } from '../../../app/learning/data/variation.ts';
import { readJob } from '../../../app/learning/run/job.ts';
import { makeRun } from './engine/tiny-run.ts';

let folder: string;
let all: readonly Sample[];
let samples: Samples;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-unlabelled-'));
  all = await makeRun(folder, { unlabelled: true }, 24);
  samples = await readSamples(folder, readJob(folder));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sidePx = 32;

function made(step: number, members: readonly Sample[], choice = {}): Promise<Batch | null> {
  const settings = settingsFrom({ seed: 5, ...choice });
  const library = createPictureLibrary({ sidePx, budgetBytes: 1e9, skip: () => undefined });
  const ordered = members.map((sample, index) => ({ index, sample }));
  return makeBatch({ kind: 'weak-and-strong', step, members: ordered }, { library, settings });
}

test('are those of the list that are in no split, and no others are looked at without labels', () => {
  const inSplit = (split: Sample['split']) => all.filter((sample) => sample.split === split);
  expect(samples).toEqual({
    train: inSplit('train'),
    validation: inSplit('val'),
    unlabelled: inSplit('none'),
  });
  const held = new Set(samples.validation.map(({ image }) => image));
  const orders = [
    ...batchOrders(
      { samples, batch: 2, epochs: 3, seed: 1, oversample: false, size: 16, tiles: 1 },
      { step: 0, epoch: 0 },
    ),
  ];
  const imagesOf = (kind: (typeof orders)[number]['kind']) =>
    orders
      .filter((order) => order.kind === kind)
      .flatMap(({ members }) => members.map(({ sample }) => sample.image));
  expect(new Set(imagesOf('weak-and-strong'))).toEqual(
    new Set(samples.unlabelled.map(({ image }) => image)),
  );
  expect(
    [...imagesOf('varied'), ...imagesOf('weak-and-strong')].some((each) => held.has(each)),
  ).toBe(false);
  // As many as labelled ones, each behind them.
  const steps = orders.filter(({ kind }) => kind !== 'plain');
  expect(steps.map(({ kind }) => kind)).toEqual(
    steps.map((_, at) => (at % 2 === 0 ? 'varied' : 'weak-and-strong')),
  );
  expect(steps.every((order) => order.members.length === 2)).toBe(true);
  expect(steps.slice(0, 2).map(picturesIn)).toEqual([2, 4]);
});

test('come one after the other, all of them before one comes again, the same for the same seed', () => {
  const given = { pictures: 7, batch: 3, seed: 4 };
  const whole = unlabelledOrder(given);
  const shown = Array.from({ length: 14 }, (_, step) => whole(step));
  for (let round = 0; round < 6; round++) {
    const once = shown.flat().slice(round * 7, (round + 1) * 7);
    expect(once.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  }
  // From wherever a run goes on.
  expect([13, 2, 9].map((step) => unlabelledOrder(given)(step))).toEqual(
    [13, 2, 9].map((step) => shown[step]),
  );
  expect(unlabelledOrder({ ...given, seed: 5 })(0)).not.toEqual(shown[0]);
  // Fewer than a batch come more than once in it.
  expect(unlabelledOrder({ pictures: 1, batch: 3, seed: 4 })(8)).toEqual([0, 0, 0]);
});

test('are seen twice in one place: weakly in their own colours, strongly in others', () => {
  const settings = settingsFrom({ rotate: 20, crop: 0.6 });
  for (let key = 0; key < 50; key++) {
    const { weak, strong } = weakAndStrong(settings, key);
    const { gain, shift, saturation, blur, cover } = asItIs;
    expect({ ...strong, gain, shift, saturation, blur, cover }).toEqual(weak);
    expect(strong.gain).not.toBe(1);
  }
  const still = settingsFrom({ flip: false, scaleJitter: false });
  expect(weakAndStrong(still, 3).weak).toEqual(asItIs);
});

test('have something to learn where a labelled look at the same place would have', async () => {
  // Labelled, so that place and label can be compared; geometry is drawn with the rest.
  const members = samples.train.slice(0, 3);
  for (let step = 0; step < 8; step++) {
    const batch = await made(step, members, { rotate: 20, crop: 0.6 });
    if (batch === null) throw new Error('There was nothing to read.');
    expect(batch.count).toBe(6);
    expect(batch.indices).toEqual([0, 1, 2, 0, 1, 2]);
    const half = batch.labels.length / 2;
    const [weak, strong] = [batch.labels.subarray(0, half), batch.labels.subarray(half)];
    let covered = 0;
    strong.forEach((value, pixel) => {
      if (value === weak[pixel]) return;
      expect(value).toBe(255);
      // What is covered is grey.
      expect(batch.pictures[(half + pixel) * 3]).toBe(0.5);
      covered += 1;
    });
    expect(covered).toBeLessThan(half / 2);
    expect(strong.some((value) => value === 1 || value === 2)).toBe(true);
    expect(await made(step, members, { rotate: 20, crop: 0.6 })).toEqual(batch);
  }
});
