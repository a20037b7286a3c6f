import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RunJob, RunState, Sample } from '../../../../app/contract/run-folder.ts';
import { settingsFrom, type TrainingChoice } from '../../../../app/contract/training.ts';
import { cocoStringFromRle } from '../../../../app/mask/coco-counts.ts';
import { rleFromBitmap } from '../../../../app/mask/rle-bitmap.ts';

const width = 48;
const height = 32;

/**
 * A run folder as the studio makes it: pictures with a red or a blue box to find, every fourth one for validation and, where
 * they are wanted, every fourth one without labels.
 */
export async function makeRun(
  folder: string,
  choice: TrainingChoice,
  count = 16,
): Promise<readonly Sample[]> {
  mkdirSync(folder, { recursive: true });
  const drawn = await Promise.all(
    Array.from({ length: count }, (_, index) => drawSample(folder, index)),
  );
  const samples = drawn.map((sample, index) =>
    choice.unlabelled === true && index % 4 === 1
      ? { ...sample, split: 'none' as const, labels: [] }
      : sample,
  );
  const text = samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
  const job: RunJob = {
    format: 1,
    name: 'tiny',
    createdAt: '2026-01-01T00:00:00.000Z',
    settings: settingsFrom({ size: 32, batch: 2, epochs: 2, backend: 'tensorflow', ...choice }),
    classes: [
      { id: 17, name: 'cat', value: 1 },
      { id: 18, name: 'dog', value: 2 },
    ],
    dataHash: createHash('sha256').update(text).digest('hex'),
  };
  writeFileSync(join(folder, 'samples.jsonl'), text);
  writeFileSync(join(folder, 'job.json'), JSON.stringify(job));
  return samples;
}

async function drawSample(folder: string, index: number): Promise<Sample> {
  const value = (index % 2) + 1;
  const left = (index * 5) % 24;
  const top = (index * 3) % 16;
  const inBox = (pixel: number) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return x >= left && x < left + 20 && y >= top && y < top + 14;
  };
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const isOwn = at % 3 === (value === 1 ? 0 : 2);
    return inBox(Math.floor(at / 3)) && isOwn ? 220 : 40 + ((at * 31) % 50);
  });
  const path = join(folder, `picture-${String(index)}.png`);
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path);
  const data = Uint8Array.from({ length: width * height }, (_, pixel) => Number(inBox(pixel)));
  return {
    image: 100 + index,
    name: `picture-${String(index)}.png`,
    path,
    width,
    height,
    turn: 1,
    split: index % 4 === 3 ? 'val' : 'train',
    labels: [{ value, rle: cocoStringFromRle(rleFromBitmap({ width, height, data })) }],
    ignore: null,
  };
}

export function stateOf(folder: string): RunState {
  return JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as RunState;
}

/** The measured part of each row, by its first columns: what must be the same when a run is repeated or resumed. */
export function measuredIn(folder: string): readonly string[] {
  return readFileSync(join(folder, 'metrics.csv'), 'utf8')
    .split('\n')
    .slice(1, -1)
    .map((row) => {
      const [kind, epoch, step, , loss, rate, gradientNorm, , , , ...scores] = row.split(',');
      return [kind, epoch, step, loss, rate, gradientNorm, ...scores].join(',');
    });
}

/** Of each row, how much of the pixels without labels the teacher was sure of; 0 where there is no figure. */
export function sureIn(folder: string): readonly number[] {
  const [header = '', ...rows] = readFileSync(join(folder, 'metrics.csv'), 'utf8').split('\n');
  const place = header.split(',').indexOf('sureShare');
  return rows.slice(0, -1).map((row) => Number(row.split(',')[place]));
}
