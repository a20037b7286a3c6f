import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RunJob, Sample } from '../../../../app/contract/run-folder.ts';
import { settingsFrom, type TrainingChoice } from '../../../../app/contract/training.ts';
import { numbersOf } from '../../../../app/learning/data/random.ts';
import { cocoStringFromRle } from '../../../../app/mask/coco-counts.ts';
import { rleFromBitmap } from '../../../../app/mask/rle-bitmap.ts';

const sidePx = 512;
const objectPx = 12;
const objects = 8;

/** 32 pictures of 512 px with bright discs of 12 px on noise, every fourth one for validation. */
export function drawSmallObjects(folder: string): Promise<readonly Sample[]> {
  mkdirSync(folder, { recursive: true });
  return Promise.all(Array.from({ length: 32 }, (_, index) => drawSample(folder, index)));
}

/** The folder of a run with these pictures. */
export function makeRunOf(
  folder: string,
  samples: readonly Sample[],
  choice: TrainingChoice,
): void {
  mkdirSync(folder, { recursive: true });
  const text = samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
  const job: RunJob = {
    format: 1,
    name: 'small',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: settingsFrom({
      ...{
        size: 64,
        batch: 2,
        epochs: 5,
        rate: 0.004,
        backend: 'tensorflow',
        width: 0.5,
        depth: 3,
      },
      ...choice,
    }),
    classes: [{ id: 1, name: 'disc', value: 1 }],
    dataHash: createHash('sha256').update(text).digest('hex'),
  };
  writeFileSync(join(folder, 'samples.jsonl'), text);
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
}

async function drawSample(folder: string, index: number): Promise<Sample> {
  const next = numbersOf(index);
  const area = sidePx * sidePx;
  const grey = Uint8Array.from({ length: area }, () => 60 + next() * 80);
  const labels = Array.from({ length: objects }, () => {
    const [left, top] = [next(), next()].map((at) => Math.floor(at * (sidePx - objectPx)));
    const data = new Uint8Array(area);
    for (let row = 0; row < objectPx; row++) {
      for (let column = 0; column < objectPx; column++) {
        const away = Math.hypot(row + 0.5 - objectPx / 2, column + 0.5 - objectPx / 2);
        if (away > objectPx / 2) continue;
        const at = (top! + row) * sidePx + left! + column;
        data[at] = 1;
        grey[at] = 150 + next() * 80;
      }
    }
    const rle = rleFromBitmap({ width: sidePx, height: sidePx, data });
    return { value: 1, rle: cocoStringFromRle(rle) };
  });
  const path = join(folder, `picture-${String(index)}.png`);
  await sharp(grey, { raw: { width: sidePx, height: sidePx, channels: 1 } })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toFile(path);
  return {
    ...{ image: index + 1, name: `picture-${String(index)}.png`, path },
    ...{ width: sidePx, height: sidePx, turn: 1, ignore: null, labels },
    split: index % 4 === 3 ? 'val' : 'train',
  };
}
