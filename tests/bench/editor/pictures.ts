import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { maskwright } from '../../journeys/serving.ts';

export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly objects: number;
}

const cornersOfBlob = 60;

/** A project of pictures with noise on them, and so many blobs in each: every other one a polygon, the rest masks. */
export async function makeProject(
  folder: string,
  pictures: readonly DrawnPicture[],
): Promise<string> {
  const images = join(folder, 'images');
  await mkdir(images, { recursive: true });
  const random = seeded(7);
  const annotations: unknown[] = [];
  for (const [index, { width, height, objects }] of pictures.entries()) {
    await drawNoise(join(images, nameOf(index)), width, height);
    for (let n = 0; n < objects; n++) {
      const flat = blob(random, width, height);
      const rle = rleFromSegmentation([flat], height, width);
      const segmentation =
        n % 2 === 0 ? [flat] : { counts: cocoStringFromRle(rle), size: [height, width] };
      annotations.push({
        id: annotations.length + 1,
        image_id: index + 1,
        category_id: 1 + (n % 3),
        segmentation,
        area: 0,
        bbox: [0, 0, 0, 0],
        iscrowd: 0,
      });
    }
  }
  const file = join(folder, 'instances.json');
  const content = {
    images: pictures.map(({ width, height }, index) => ({
      id: index + 1,
      width,
      height,
      file_name: nameOf(index),
    })),
    categories: ['leaf', 'stem', 'soil'].map((name, index) => ({ id: index + 1, name })),
    annotations,
  };
  await writeFile(file, JSON.stringify(content));
  const project = join(folder, 'project');
  await maskwright(
    ...['import', 'coco', '--annotations', file, '--images', images, '--project', project],
  );
  return project;
}

function nameOf(index: number): string {
  return `${String(index + 1).padStart(3, '0')}.jpg`;
}

/** Noise of 8 px: as much detail as a photograph has, so that decoding costs what it costs. */
async function drawNoise(file: string, width: number, height: number): Promise<void> {
  const noise = {
    width: Math.ceil(width / 8),
    height: Math.ceil(height / 8),
    channels: 3 as const,
    background: '#000000',
    noise: { type: 'gaussian' as const, mean: 120, sigma: 40 },
  };
  await sharp(await sharp({ create: noise }).png().toBuffer())
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .jpeg({ quality: 85 })
    .toFile(file);
}

function blob(random: () => number, width: number, height: number): number[] {
  const radius = height * (0.05 + 0.1 * random());
  const x = radius + random() * (width - 2 * radius);
  const y = radius + random() * (height - 2 * radius);
  return Array.from({ length: cornersOfBlob }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / cornersOfBlob;
    const reach = radius * (0.7 + 0.3 * random());
    return [round(x + reach * Math.cos(angle)), round(y + reach * Math.sin(angle))];
  }).flat();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
