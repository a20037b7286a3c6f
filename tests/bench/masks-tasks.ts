/**
 * What tests/bench/masks.ts times, once for all annotations of a COCO file; tests/bench/peers/masks.py does the same.
 * Union, area, box and IoU begin with run lengths as each side holds them in memory: pycocotools compressed, we plain.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Rect } from '../../app/domain/geometry.ts';
import type { Bitmap } from '../../app/mask/bitmap.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../app/mask/coco-counts.ts';
import { areaOfRle, bboxOfRle } from '../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../app/mask/rle-bitmap.ts';
import { iouMatrix, mergeRles } from '../../app/mask/rle-merge.ts';
import { bitmapFromSegmentation, rleFromSegmentation } from '../../app/mask/segmentation.ts';

export const tasks = {
  polygonToMask: 'polygon to mask (annToMask)',
  polygonToRle: 'polygon to RLE (frPyObjects, merge)',
  rleToMask: 'RLE to mask (decode)',
  maskToRle: 'mask to RLE (encode)',
  union: 'union of each picture (merge)',
  area: 'area (area)',
  areaOfText: 'area, ours too from compressed runs',
  bbox: 'box (toBbox)',
  iou: 'IoU of each two of a picture (iou)',
} as const;
export type Task = keyof typeof tasks;

/** How long a task took for the whole file, and a hash of all that came out of it. */
export interface Timed {
  readonly milliseconds: number;
  readonly digest: string;
}

interface Work {
  readonly image: number;
  readonly height: number;
  readonly width: number;
  readonly segmentation: unknown;
}

/** Compressed run lengths as COCO files hold them: pycocotools' form in memory, while ours are plain. */
interface Compressed {
  readonly size: readonly [number, number];
  readonly counts: string;
}

/** Answers what does a task once. */
export function ownTasks(file: string): (task: Task) => Timed {
  const work = readWork(file);
  const polygons = work.filter(({ segmentation }) => Array.isArray(segmentation));
  const rles = work.map(({ segmentation, height, width }) =>
    rleFromSegmentation(segmentation, height, width),
  );
  const compressed = rles.map((rle): Compressed => ({
    size: [rle.height, rle.width],
    counts: cocoStringFromRle(rle),
  }));
  const pictures = [...Map.groupBy(work.keys(), (index) => work[index]!.image)]
    .sort(([a], [b]) => a - b)
    .map(([, indices]) => indices);
  const masks = pictures.map((indices) => indices.map((index) => rles[index]!));
  const texts = pictures.map((indices) => indices.map((index) => compressed[index]!));
  const read = ({ size, counts }: Compressed) => rleFromCocoCounts(counts, size);

  return (task) => {
    switch (task) {
      case 'polygonToMask':
        return timed(
          polygons,
          ({ segmentation, height, width }) => bitmapFromSegmentation(segmentation, height, width),
          pixelsOf,
        );
      case 'polygonToRle':
        return timed(
          polygons,
          ({ segmentation, height, width }) =>
            cocoStringFromRle(rleFromSegmentation(segmentation, height, width)),
          textOf,
        );
      case 'rleToMask':
        return timed(compressed, (each) => bitmapFromRle(read(each)), pixelsOf);
      case 'maskToRle':
        return timed(
          rles.map(bitmapFromRle),
          (bitmap) => cocoStringFromRle(rleFromBitmap(bitmap)),
          textOf,
        );
      case 'union':
        return timed(
          masks,
          (list) => mergeRles(list, 'union'),
          (made) => textOf(cocoStringFromRle(made)),
        );
      case 'area':
        return timed(masks, (list) => list.map(areaOfRle), bytesOf);
      case 'areaOfText':
        return timed(texts, (list) => list.map((each) => areaOfRle(read(each))), bytesOf);
      case 'bbox':
        return timed(masks, (list) => list.map(bboxOfRle), bytesOfBoxes);
      case 'iou':
        return timed(masks, (list) => iouMatrix(list, list), bytesOf);
    }
  };
}

function readWork(file: string): readonly Work[] {
  const coco = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly images: readonly { id: number; height: number; width: number }[];
    readonly annotations: readonly { image_id: number; segmentation: unknown }[];
  };
  const sizes = new Map(coco.images.map((image) => [image.id, image]));
  return coco.annotations.map(({ image_id: image, segmentation }) => {
    const size = sizes.get(image);
    if (size === undefined) throw new Error(`An annotation names picture ${String(image)}.`);
    return { image, height: size.height, width: size.width, segmentation };
  });
}

/** Timed without keeping what comes out, as whoever goes through a file does; then once more, to compare. */
function timed<In, Out>(
  list: readonly In[],
  work: (each: In) => Out,
  digest: (made: Out) => Uint8Array | string,
): Timed {
  const start = performance.now();
  for (const each of list) work(each);
  const milliseconds = performance.now() - start;
  const hash = createHash('sha256');
  for (const each of list) hash.update(digest(work(each)));
  return { milliseconds, digest: hash.digest('hex') };
}

function pixelsOf({ data }: Bitmap): Uint8Array {
  return data;
}

function textOf(counts: string): string {
  return `${counts}\n`;
}

function bytesOf(numbers: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

function bytesOfBoxes(boxes: readonly Rect[]): Uint8Array {
  return bytesOf(boxes.flatMap(({ x, y, width, height }) => [x, y, width, height]));
}
