import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** Three grey pictures of 40 x 30, each with a cat of 10 x 10 at its own place and the second with a dog too. */
export interface SmallProject {
  readonly folder: string;
  readonly annotations: string;
  readonly images: string;
}

export async function writeSmallProject(): Promise<SmallProject> {
  const base = mkdtempSync(join(tmpdir(), 'maskwright-contract-'));
  const images = join(base, 'pictures');
  mkdirSync(images);
  const size = { width: 40, height: 30 };
  const pictures = [1, 2, 3].map((id) => ({ id, file_name: `${String(id)}.png`, ...size }));
  for (const { file_name: name } of pictures) {
    const background = { r: 90, g: 90, b: 90 };
    await sharp({ create: { ...size, channels: 3, background } }).toFile(join(images, name));
  }
  function square(id: number, image: number, category: number, x: number): object {
    const segmentation = [[x, 5, x + 10, 5, x + 10, 15, x, 15]];
    const bbox = [x, 5, 10, 10];
    return {
      id,
      image_id: image,
      category_id: category,
      segmentation,
      bbox,
      area: 100,
      iscrowd: 0,
    };
  }
  const file = join(base, 'instances.json');
  writeFileSync(
    file,
    JSON.stringify({
      images: pictures,
      annotations: [
        square(1, 1, 17, 0),
        square(2, 2, 17, 10),
        square(3, 2, 18, 25),
        square(4, 3, 17, 20),
      ],
      categories: [
        { id: 17, name: 'cat' },
        { id: 18, name: 'dog' },
      ],
    }),
  );
  return { folder: join(base, 'project'), annotations: file, images };
}

export const manyCategories = 5_000;

/** A file whose overview is megabytes: more than any pipe takes at once. */
export function writeManyCategories(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'maskwright-contract-')), 'many.json');
  const categories = Array.from({ length: manyCategories }, (_, id) => ({
    id,
    name: `${'category '.repeat(20)}${String(id)}`,
  }));
  const images = [{ id: 1, file_name: '1.png', width: 4, height: 4 }];
  const annotations = categories.map(({ id }) => ({
    id,
    image_id: 1,
    category_id: id,
    segmentation: [[0, 0, 2, 0, 2, 2]],
    bbox: [0, 0, 2, 2],
    area: 2,
    iscrowd: 0,
  }));
  writeFileSync(file, JSON.stringify({ images, annotations, categories }));
  return file;
}
