import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBitmap, type Bitmap } from '../../app/mask/bitmap.ts';
import { stampStroke } from '../../app/mask/brush.ts';
import { cocoStringFromRle } from '../../app/mask/coco-counts.ts';
import { areaOfRle, bboxOfRle } from '../../app/mask/rle.ts';
import { rleFromBitmap } from '../../app/mask/rle-bitmap.ts';
import { greyPng } from '../../app/pictures/png.ts';
import { maskwright } from '../journeys/serving.ts';

/** 12 megapixels. */
export const size = { width: 4000, height: 3000 };

/** What the picture shows, and so what a stroke on it costs. */
export const masks = {
  smooth: 'one object, smooth',
  ragged: 'one object, very ragged',
  many: '50 objects, the brush takes from what it meets',
} as const;
export type Mask = keyof typeof masks;
export const maskNames = Object.keys(masks) as readonly Mask[];

/** Imports a picture of 12 megapixels for each kind of mask, in the order of `masks`, into a project below `base`. */
export async function makeLargeProject(base: string): Promise<string> {
  const images = join(base, 'pictures');
  mkdirSync(images);
  const picture = greyPng(new Uint8Array(size.width * size.height).fill(140), size);
  for (const name of maskNames) writeFileSync(join(images, `${name}.png`), picture);
  const annotations = maskNames.flatMap((name, index) =>
    bitmapsOf(name).map((bitmap) => recordOf(bitmap, index + 1)),
  );
  const file = join(base, 'instances.json');
  writeFileSync(
    file,
    JSON.stringify({
      images: maskNames.map((name, index) => ({
        id: index + 1,
        file_name: `${name}.png`,
        ...size,
      })),
      annotations: annotations.map((record, index) => ({ id: index + 1, ...record })),
      categories: [{ id: 1, name: 'cat' }],
    }),
  );
  const project = join(base, 'project');
  await maskwright(
    ...['import', 'coco', '--annotations', file, '--images', images, '--project', project],
  );
  return project;
}

function bitmapsOf(mask: Mask): readonly Bitmap[] {
  switch (mask) {
    case 'smooth':
      return [disc(2000, 1500, 2200)];
    case 'ragged':
      return [speckled(disc(2000, 1500, 2200))];
    case 'many':
      return Array.from({ length: 50 }, (_, nth) =>
        disc(400 + (nth % 10) * 350, 400 + Math.floor(nth / 10) * 550, 320),
      );
  }
}

function disc(x: number, y: number, diameterPx: number): Bitmap {
  const bitmap = createBitmap(size.width, size.height);
  stampStroke({ bitmap, from: { x, y }, to: { x, y }, diameterPx, shape: 'round', value: 1 });
  return bitmap;
}

/** A twentieth of its pixels taken out one by one, as a threshold on a noisy picture does. */
function speckled(bitmap: Bitmap): Bitmap {
  let random = 1;
  for (let i = 0; i < bitmap.data.length; i++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    if (random >>> 24 < 256 / 20) bitmap.data[i] = 0;
  }
  return bitmap;
}

/** As run lengths: what a file from elsewhere holds of such a mask. */
function recordOf(bitmap: Bitmap, image: number): object {
  const rle = rleFromBitmap(bitmap);
  const { x, y, width, height } = bboxOfRle(rle);
  return {
    image_id: image,
    category_id: 1,
    segmentation: { size: [size.height, size.width], counts: cocoStringFromRle(rle) },
    area: areaOfRle(rle),
    bbox: [x, y, width, height],
    iscrowd: 0,
  };
}
