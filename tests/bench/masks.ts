/**
 * npm run bench masks [COCO file]
 *
 * Times turning every annotation of a COCO file into run lengths, bitmaps and back, and, when MASKWRIGHT_PYTHON names
 * a Python with pycocotools, the same there; then what the editor does at each stroke on 12 megapixels.
 * The file defaults to the devset's (MASKWRIGHT_DEVSET). Each figure is the best of five rounds.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyBitmap, createBitmap } from '../../app/mask/bitmap.ts';
import { stampStroke } from '../../app/mask/brush.ts';
import { cocoStringFromRle } from '../../app/mask/coco-counts.ts';
import { componentsOf } from '../../app/mask/components.ts';
import { floodRegion } from '../../app/mask/fill.ts';
import { composeLabels } from '../../app/mask/labels.ts';
import { letterboxOf } from '../../app/mask/letterbox.ts';
import { outlineSegments } from '../../app/mask/outline.ts';
import { applyPatch, patchBetween } from '../../app/mask/patch.ts';
import { labelsFromProbabilities } from '../../app/mask/probability.ts';
import { resampleRle } from '../../app/mask/resample.ts';
import { bitmapFromRle, rleFromBitmap } from '../../app/mask/rle.ts';
import { rleFromSegmentation } from '../../app/mask/segmentation.ts';

const rounds = 5;

interface Work {
  readonly height: number;
  readonly width: number;
  readonly segmentation: unknown;
}

const peer = `
import contextlib, io, json, sys, time
from pycocotools.coco import COCO
from pycocotools import mask
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO(sys.argv[1])
anns = list(coco.anns.values())
best = {}
def timed(name, work):
    start = time.perf_counter()
    result = work()
    best[name] = min(best.get(name, 1e9), (time.perf_counter() - start) * 1000)
    return result
for _ in range(${String(rounds)}):
    rles = timed('encode', lambda: [coco.annToRLE(a) for a in anns])
    timed('decode', lambda: [None for r in rles if mask.decode(r) is None])
    again = 0
    for r in rles:
        bitmap = mask.decode(r)
        start = time.perf_counter()
        mask.encode(bitmap)
        again += time.perf_counter() - start
    best['again'] = min(best.get('again', 1e9), again * 1000)
print(json.dumps(best))
`;

function main(): void {
  const file = process.argv[2] ?? devsetFile();
  if (file === undefined) {
    console.error('Name a COCO file, or set MASKWRIGHT_DEVSET.');
    process.exitCode = 2;
    return;
  }
  const work = readWork(file);
  const ours = timeAnnotations(work);
  const theirs = timePeer(file);
  console.log(
    `${String(work.length)} annotations of ${file}, milliseconds, best of ${String(rounds)}`,
  );
  console.table(
    Object.fromEntries(
      Object.entries({
        'segmentation to compressed RLE': 'encode',
        'RLE to bitmap': 'decode',
        'bitmap to compressed RLE': 'again',
      } as const).map(([label, key]) => [
        label,
        {
          Maskwright: round(ours[key]),
          pycocotools: theirs === undefined ? 'not given' : round(theirs[key]),
          'times faster': theirs === undefined ? '' : round(theirs[key] / ours[key]),
        },
      ]),
    ),
  );
  console.log('12 megapixels, milliseconds');
  console.table(timeEditing());
}

function devsetFile(): string | undefined {
  const folder = process.env['MASKWRIGHT_DEVSET'];
  return folder && join(folder, 'annotations/instances_all.json');
}

function readWork(file: string): readonly Work[] {
  const coco = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly images: readonly { id: number; height: number; width: number }[];
    readonly annotations: readonly { image_id: number; segmentation: unknown }[];
  };
  const sizes = new Map(coco.images.map((image) => [image.id, image]));
  return coco.annotations.flatMap(({ image_id, segmentation }) => {
    const size = sizes.get(image_id);
    return size === undefined ? [] : [{ height: size.height, width: size.width, segmentation }];
  });
}

type Times = Record<'encode' | 'decode' | 'again', number>;

function timeAnnotations(work: readonly Work[]): Times {
  const times: Times = { encode: Infinity, decode: Infinity, again: Infinity };
  for (let round = 0; round < rounds; round++) {
    const all = { encode: 0, decode: 0, again: 0 };
    for (const { segmentation, height, width } of work) {
      const start = performance.now();
      const rle = rleFromSegmentation(segmentation, height, width);
      cocoStringFromRle(rle);
      const encoded = performance.now();
      const bitmap = bitmapFromRle(rle);
      const decoded = performance.now();
      cocoStringFromRle(rleFromBitmap(bitmap));
      all.encode += encoded - start;
      all.decode += decoded - encoded;
      all.again += performance.now() - decoded;
    }
    for (const key of ['encode', 'decode', 'again'] as const) {
      times[key] = Math.min(times[key], all[key]);
    }
  }
  return times;
}

function timePeer(file: string): Times | undefined {
  const python = process.env['MASKWRIGHT_PYTHON'];
  if (python === undefined) return undefined;
  const { status, stdout, stderr } = spawnSync(python, ['-c', peer, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} could not run pycocotools: ${stderr}`);
  return JSON.parse(stdout) as Times;
}

function timeEditing(): Record<string, number> {
  const size = { width: 4000, height: 3000 };
  const bitmap = createBitmap(size.width, size.height);
  const stroke = { bitmap, diameterPx: 100, shape: 'round', value: 1 } as const;
  stampStroke({
    ...stroke,
    from: { x: 2000, y: 1500 },
    to: { x: 2100, y: 1600 },
    diameterPx: 2200,
  });
  const rle = rleFromBitmap(bitmap);
  const before = copyBitmap(bitmap);
  const rect = stampStroke({ ...stroke, from: { x: 900, y: 400 }, to: { x: 1300, y: 700 } });
  const patch = patchBetween(before, bitmap, rect);
  if (patch === undefined) throw new Error('The stroke changed nothing.');
  const map = new Uint8Array(512 * 512).map((_, i) => (i * 7) % 256);
  const letterbox = letterboxOf(size, 512);
  return {
    'stroke of 500 px, brush of 100 px': best(() =>
      stampStroke({ ...stroke, from: { x: 900, y: 400 }, to: { x: 1300, y: 700 } }),
    ),
    'patch of that stroke': best(() => patchBetween(before, bitmap, rect)),
    'undo or redo it': best(() => {
      applyPatch(bitmap, patch);
    }),
    'bitmap to compressed RLE': best(() => cocoStringFromRle(rleFromBitmap(bitmap))),
    'RLE to bitmap': best(() => bitmapFromRle(rle)),
    'label map of three masks': best(() =>
      composeLabels({ ...size, layers: [1, 2, 3].map((value) => ({ rle, value })), ignore: [] }),
    ),
    'flood fill of the background': best(() =>
      floodRegion({ ...size, labels: bitmap.data, seed: { x: 1, y: 1 }, connectivity: 4 }),
    ),
    'parts of the mask': best(() => componentsOf(bitmap)),
    'outline of the whole mask': best(() => outlineSegments(bitmap)),
    'thumbnail of 320 x 240 from runs': best(() => resampleRle(rle, { width: 320, height: 240 })),
    'labels from two 512 px probability maps': best(() =>
      labelsFromProbabilities({ ...size, maps: [map, map], size: 512, letterbox, threshold: 0.5 }),
    ),
  };
}

function best(work: () => unknown): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return round(least);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

main();
