import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { type Chance, chanceFrom } from '../../app/formats/sample/chance.ts';
import { indexCoco } from '../../app/formats/coco/index-coco.ts';
import { selectCoco } from '../../app/formats/coco/select-coco.ts';

const imageCount = 82_783;
const annotationCount = 604_907;
const width = 640;
const height = 480;
/** COCO's ids go to 90 with these holes. */
const holes = new Set([12, 26, 29, 30, 45, 66, 68, 69, 71, 83]);
const categories = Array.from({ length: 90 }, (_, k) => k + 1).filter((id) => !holes.has(id));

/** Writes an instances file with train2014's counts and about its size, as Python's json writes: a space behind , and :. */
export async function makeTrain2014(file: string): Promise<void> {
  await pipeline(textOf(chanceFrom(1)), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

function* textOf(chance: Chance): Generator<string> {
  yield '{"info": {"description": "synthetic"}, "images": [';
  yield* list(imageCount, (k) => ({
    license: 5,
    file_name: nameOf(idOf(k)),
    coco_url: `http://images.cocodataset.org/train2014/${nameOf(idOf(k))}`,
    height,
    width,
    date_captured: '2013-11-14 16:28:13',
    flickr_url: 'http://farm4.staticflickr.com/3153/2970773875_164f0c0b83_z.jpg',
    id: idOf(k),
  }));
  yield '], "licenses": [{"url": "http://x", "id": 5, "name": "y"}], "annotations": [';
  yield* list(annotationCount, (k) => {
    const isCrowd = chance.happens(0.0117);
    return {
      segmentation: isCrowd ? { counts: runs(chance), size: [height, width] } : polygons(chance),
      area: rounded(chance.between(20, 90_000)),
      iscrowd: Number(isCrowd),
      image_id: idOf(chance.whole(0, imageCount - 1)),
      bbox: Array.from({ length: 4 }, () => rounded(chance.between(0, 300))),
      category_id: categories[chance.whole(0, categories.length - 1)],
      id: 100_000 + k,
    };
  });
  yield '], "categories": [';
  yield* list(categories.length, (k) => {
    const id = categories[k] ?? 0;
    return { supercategory: 'animal', id, name: id === 17 ? 'cat' : id === 18 ? 'dog' : `c${id}` };
  });
  yield ']}';
}

function* list(count: number, record: (k: number) => object): Generator<string> {
  let text = '';
  for (let k = 0; k < count; k++) {
    text += (k === 0 ? '' : ', ') + spaced(record(k));
    if (text.length < 1 << 20) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** None of the texts above holds a comma or a colon that a space would change, except addresses. */
function spaced(record: object): string {
  return JSON.stringify(record).replaceAll(',', ', ').replaceAll('":', '": ');
}

function idOf(k: number): number {
  return 9 + 7 * k;
}

function nameOf(id: number): string {
  return `COCO_train2014_${String(id).padStart(12, '0')}.jpg`;
}

function polygons(chance: Chance): number[][] {
  const count = chance.happens(0.8) ? 1 : 2;
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 * chance.whole(6, 40) }, () => rounded(chance.between(0, width - 1))),
  );
}

function runs(chance: Chance): number[] {
  const counts: number[] = [];
  let left = width * height;
  while (left > 0 && counts.length < 800) {
    const run = Math.min(left, chance.whole(1, 900));
    counts.push(run);
    left -= run;
  }
  counts.push(left);
  return counts;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Pictures for the first 1,000 images with cats or dogs: twenty different ones, again and again. */
export async function makePictures(folder: string, file: string): Promise<void> {
  const part = `${folder}.part`;
  await mkdir(part, { recursive: true });
  const index = await indexCoco(file);
  const { images } = selectCoco(index, { categories: ['cat', 'dog'], limit: 1000 });
  const chance = chanceFrom(2);
  const small = Buffer.alloc(40 * 30 * 3);
  for (const [k, row] of images.entries()) {
    const to = join(part, nameOf(index.images.ids.at(row)));
    if (k < 20) {
      for (let i = 0; i < small.length; i++) small[i] = chance.whole(0, 255);
      const picture = sharp(small, { raw: { width: 40, height: 30, channels: 3 } });
      await picture.resize(width, height).jpeg({ quality: 90 }).toFile(to);
    } else {
      await copyFile(join(part, nameOf(index.images.ids.at(images[k % 20] ?? 0))), to);
    }
  }
  await rename(part, folder);
}
