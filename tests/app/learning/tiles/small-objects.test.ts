import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sample } from '../../../../app/contract/run-folder.ts';
import { mapSideOf, type TrainingChoice } from '../../../../app/contract/training.ts';
import { openBackend } from '../../../../app/learning/backends/open-backend.ts';
import { letterboxPicture } from '../../../../app/learning/data/letterboxed.ts';
import { createPredictors } from '../../../../app/learning/predict/predictor.ts';
import { readJob } from '../../../../app/learning/run/job.ts';
import { train } from '../../../../app/learning/run/train.ts';
import { bitmapFromRle } from '../../../../app/mask/rle-bitmap.ts';
import { rleFromCocoCounts } from '../../../../app/mask/coco-counts.ts';
import { letterboxOf } from '../../../../app/mask/letterbox.ts';
import { labelsFromProbabilities } from '../../../../app/mask/probability.ts';
import { stateOf } from '../engine/tiny-run.ts';
import { drawSmallObjects, makeRunOf } from './small-objects.ts';

let base: string;
let samples: readonly Sample[];
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'maskwright-small-'));
  samples = await drawSmallObjects(join(base, 'pictures'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

/** IoU of the objects in the pictures to validate by, at the size of the pictures, of a run by this recipe. */
async function learned(choice: TrainingChoice): Promise<number> {
  const folder = join(base, String(choice.tiles));
  makeRunOf(folder, samples, choice);
  const backend = await openBackend('tensorflow', 'train');
  const job = readJob(folder);
  await train({
    folder,
    job,
    resume: false,
    checkpointEveryMs: 60_000,
    openBackend: () => Promise.resolve(backend),
    wish: () => 'go-on',
    send: () => undefined,
  });
  expect(stateOf(folder)).toMatchObject({ status: 'finished' });
  const predictors = createPredictors(backend);
  const predictor = predictors.of(folder, 'best');
  const size = mapSideOf(job.settings);
  let [both, either] = [0, 0];
  for (const sample of samples.filter(({ split }) => split === 'val')) {
    const { width, height } = sample;
    const [maps = []] = await predictor.predict([await letterboxPicture(sample, size)]);
    const letterbox = letterboxOf(sample, size);
    const found = labelsFromProbabilities({ maps, size, letterbox, threshold: 0.5, width, height });
    const truth = new Uint8Array(width * height);
    for (const { rle } of sample.labels) {
      const { data } = bitmapFromRle(rleFromCocoCounts(rle, [height, width]));
      data.forEach((value, at) => (truth[at]! |= value));
    }
    found.forEach((value, at) => {
      both += value & truth[at]!;
      either += value | truth[at]!;
    });
  }
  predictors.dispose();
  return both / either;
}

test(
  'small objects in large pictures are learned better in parts',
  { timeout: 120_000 },
  async () => {
    const [whole, inParts] = [await learned({ tiles: 1 }), await learned({ tiles: 4 })];
    expect(inParts).toBeGreaterThan(whole + 0.2);
  },
);
