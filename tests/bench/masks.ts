/**
 * npm run bench masks [-- COCO file]
 *
 * Times app/mask on all annotations of a COCO file against pycocotools on the same, in turns: nine pairs for each task,
 * of which the median of the ratios is told with the lowest and the highest, and whether all that came out was the same
 * bit for bit. MASKWRIGHT_PYTHON names a Python with pycocotools; without it only our own figures are shown. The file
 * defaults to the devset's (MASKWRIGHT_DEVSET). Then what the editor does at each stroke on 12 megapixels, the best of
 * five rounds. Ends with 1 when a bar is missed or anything differs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
import { bitmapFromRle, rleFromBitmap } from '../../app/mask/rle-bitmap.ts';
import { ownTasks, tasks, type Task, type Timed } from './masks-tasks.ts';

const rounds = 5;

const pairs = 9;

/** How many times as fast as pycocotools each task has to be at least. */
const bars: Record<Task, number> = {
  polygonToMask: 3,
  polygonToRle: 1,
  // The editor's bars above and below; these two are told.
  rleToMask: 0,
  maskToRle: 0,
  union: 1,
  area: 1,
  // Told, not asked for: in memory our runs are plain.
  areaOfText: 0,
  bbox: 1,
  iou: 1,
};

interface Peer {
  run(task: Task): Promise<Timed>;
  close(): Promise<void>;
}

async function main(): Promise<void> {
  const file = process.argv[2] ?? devsetFile();
  if (file === undefined) {
    console.error('Name a COCO file, or set MASKWRIGHT_DEVSET.');
    process.exitCode = 2;
    return;
  }
  const peer = startPeer(file);
  try {
    await compare(file, peer);
  } finally {
    await peer?.close();
  }
  console.log('12 megapixels, milliseconds');
  console.table(timeEditing());
}

async function compare(file: string, peer: Peer | undefined): Promise<void> {
  console.log(
    `All annotations of ${file}, milliseconds, median of ${String(pairs)} pairs; load ${loadavg()[0]?.toFixed(1) ?? '?'}.`,
  );
  const own = ownTasks(file);
  for (const task of Object.keys(tasks) as Task[]) {
    // Once before it counts: neither side is measured while it warms up.
    own(task);
    await peer?.run(task);
    const ours: Timed[] = [];
    const theirs: Timed[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      ours.push(own(task));
      if (peer !== undefined) theirs.push(await peer.run(task));
    }
    tell(task, ours, theirs);
  }
}

function tell(task: Task, ours: readonly Timed[], theirs: readonly Timed[]): void {
  const times = (runs: readonly Timed[]) =>
    median(runs.map(({ milliseconds }) => milliseconds)).toFixed(1);
  if (theirs.length === 0) {
    console.log(`  ${tasks[task]}: ${times(ours)}`);
    return;
  }
  const ratios = theirs.map(({ milliseconds }, pair) => milliseconds / ours[pair]!.milliseconds);
  const isSame = [...ours, ...theirs].every(({ digest }) => digest === ours[0]?.digest);
  const isMet = isSame && median(ratios) >= bars[task];
  if (!isMet) process.exitCode = 1;
  console.log(
    `  ${tasks[task]}: ${times(ours)}, pycocotools ${times(theirs)}; ${median(ratios).toFixed(2)} times as fast ` +
      `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}), bar ${String(bars[task])} ` +
      `${isMet ? 'met' : 'MISSED'}, ${isSame ? 'the same bit for bit' : 'DIFFERENT'}`,
  );
}

/** pycocotools in a process of its own, which does a task when told to. */
function startPeer(file: string): Peer | undefined {
  const python = process.env['MASKWRIGHT_PYTHON'];
  if (python === undefined) return undefined;
  const script = join(import.meta.dirname, 'peers/masks.py');
  const child = spawn(python, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async run(task) {
      child.stdin.write(`${task}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${python} could not run pycocotools.`);
      return JSON.parse(line.value) as Timed;
    },
    async close() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function devsetFile(): string | undefined {
  const folder = process.env['MASKWRIGHT_DEVSET'];
  return folder && join(folder, 'annotations/instances_all.json');
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

await main();
