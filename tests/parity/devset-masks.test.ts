import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { composeLabels, type Layer } from '../../app/mask/labels.ts';
import type { Rle } from '../../app/mask/rle.ts';
import { rleFromSegmentation } from '../../app/mask/segmentation.ts';

/** The parts of instances_all.json that matter here. */
interface CocoFile {
  readonly images: readonly {
    readonly id: number;
    readonly file_name: string;
    readonly height: number;
    readonly width: number;
  }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly category_id: number;
    readonly iscrowd: 0 | 1;
    readonly segmentation: unknown;
  }[];
}

const folder = process.env['MASKWRIGHT_DEVSET'];
/** COCO's cat and dog, and their values in the reference masks. */
const values = new Map([
  [17, 1],
  [18, 2],
]);

test.skipIf(folder === undefined)(
  'devset: every label map equals the one drawn with pycocotools, pixel for pixel',
  async () => {
    const root = folder ?? '';
    const file = readFileSync(join(root, 'annotations/instances_all.json'), 'utf8');
    const { images, annotations } = JSON.parse(file) as CocoFile;
    const byImage = Map.groupBy(annotations, (annotation) => annotation.image_id);

    let compared = 0;
    const different: string[] = [];
    for (const { id, file_name, height, width } of images) {
      const layers: Layer[] = [];
      const ignore: Rle[] = [];
      for (const { category_id, iscrowd, segmentation } of byImage.get(id) ?? []) {
        // Every annotation must be readable, also those of categories that are not drawn.
        const rle = rleFromSegmentation(segmentation, height, width);
        const value = values.get(category_id);
        if (value === undefined) continue;
        if (iscrowd === 1) ignore.push(rle);
        else layers.push({ rle, value });
      }
      const labels = composeLabels({ width, height, layers, ignore });
      const mask = join(root, 'masks', file_name.replace(/\.\w+$/, '.png'));
      const reference = await sharp(mask).raw().toBuffer({ resolveWithObject: true });
      expect(reference.info).toMatchObject({ width, height });
      const step = reference.info.channels;
      const isEqual = labels.every((label, i) => label === reference.data[i * step]);
      if (!isEqual) different.push(file_name);
      compared++;
    }
    expect(different).toEqual([]);
    expect(compared).toBe(430);
  },
);
