import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cocoStringFromRle, rleFromCocoCounts } from '../../app/mask/coco-counts.ts';
import { areaOfRle, bboxOfRle } from '../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../app/mask/rle-bitmap.ts';
import { mergeRles } from '../../app/mask/rle-merge.ts';
import {
  bitmapFromSegmentation,
  rleFromSegmentation,
  type Segmentation,
} from '../../app/mask/segmentation.ts';

/** See make-mask-fixtures.py, which writes it with pycocotools. */
interface Fixtures {
  readonly pycocotools: string;
  readonly segmentations: readonly (readonly [
    what: string,
    height: number,
    width: number,
    segmentation: Segmentation,
    counts: string,
    areaPx2: number,
    bbox: readonly [number, number, number, number],
  ])[];
  readonly merges: readonly (readonly [
    what: string,
    height: number,
    width: number,
    counts: readonly string[],
    union: string,
    intersection: string,
  ])[];
}

const file = new URL('../fixtures/masks/pycocotools.json.gz', import.meta.url);
const fixtures = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Fixtures;

/** Full bitmaps of the largest fixtures would only measure memory. */
const decodedUpToPx = 2 ** 24;

const groups = Map.groupBy(fixtures.segmentations, ([what]) => what);

describe(`masks equal those of pycocotools ${fixtures.pycocotools}`, () => {
  test('there are at least 2,000 of them', () => {
    expect(fixtures.segmentations.length).toBeGreaterThanOrEqual(2000);
  });

  test.each([...groups])('%s', (_what, cases) => {
    for (const [, height, width, segmentation, counts, areaPx2, [x, y, w, h]] of cases) {
      const rle = rleFromSegmentation(segmentation, height, width);
      // What a file holds is kept run by run; only the pixels must be those of pycocotools.
      const canonical = mergeRles([rle, rle], 'union');
      expect(cocoStringFromRle(canonical), JSON.stringify(segmentation)).toBe(counts);
      expect(areaOfRle(rle)).toBe(areaPx2);
      expect(bboxOfRle(rle)).toEqual({ x, y, width: w, height: h });

      const decoded = rleFromCocoCounts(counts, [height, width]);
      expect(decoded.counts).toEqual(canonical.counts);
      if (width * height > decodedUpToPx) continue;
      expect(rleFromBitmap(bitmapFromRle(rle)).counts).toEqual(decoded.counts);
      const drawn = bitmapFromSegmentation(segmentation, height, width);
      expect(rleFromBitmap(drawn).counts).toEqual(decoded.counts);
    }
  });

  test('merges, by union and by intersection', () => {
    for (const [, height, width, counts, union, intersection] of fixtures.merges) {
      const rles = counts.map((text) => rleFromCocoCounts(text, [height, width]));
      expect(cocoStringFromRle(mergeRles(rles, 'union'))).toBe(union);
      expect(cocoStringFromRle(mergeRles(rles, 'intersection'))).toBe(intersection);
    }
  });

  test('polygons come out without superfluous runs', () => {
    for (const [, height, width, segmentation, counts] of fixtures.segmentations) {
      if (!Array.isArray(segmentation)) continue;
      expect(cocoStringFromRle(rleFromSegmentation(segmentation, height, width))).toBe(counts);
    }
  });
});
