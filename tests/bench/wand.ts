/**
 * npm run bench wand
 *
 * Times the tools that look at a picture's colours: the wand on 12 megapixels for a region of a million pixels,
 * connected and all over, and the superpixels of 1 and of 12 megapixels; by plain calls in Node, and in the worker of
 * Chromium that the page uses, from the question to the answer's arrival (the page is built first, into a folder of its
 * own). Aims for
 * the worker's median: wand under 100 ms, superpixels of 1 megapixel under 500 ms. Ends with 1 when an aim is missed.
 */
import { loadavg } from 'node:os';
import type { Pixels } from '../../app/mask/pixels.ts';
import { similarRegion, type Similar } from '../../app/mask/similar.ts';
import { superpixelsOf } from '../../app/mask/superpixels.ts';
import { drawnPixels } from './drawn-pixels.ts';
import { onWorkerPage } from './worker-page.ts';

const rounds = 9;
const sidePx = 32;
const aims: Readonly<Record<string, number>> = { wand: 100, 'superpixels, 1 megapixel': 500 };

interface Work {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly ask:
    | { readonly method: 'similar'; readonly params: Similar }
    | { readonly method: 'superpixels'; readonly params: { readonly sidePx: number } };
}

const seed = { x: 2000, y: 1500 };
const wand = { seed, sampleSidePx: 1, tolerance: 32 };
const large = { width: 4000, height: 3000 };
const superpixels = { method: 'superpixels', params: { sidePx } } as const;
const works: readonly Work[] = [
  { name: 'wand', ...large, ask: { method: 'similar', params: { ...wand, contiguous: true } } },
  {
    name: 'wand, all over the picture',
    ...large,
    ask: { method: 'similar', params: { ...wand, contiguous: false } },
  },
  { name: 'superpixels, 1 megapixel', width: 1000, height: 1000, ask: superpixels },
  { name: 'superpixels, 12 megapixels', ...large, ask: superpixels },
];

function timeInNode({ width, height, ask }: Work): readonly number[] {
  const pixels: Pixels = { width, height, data: drawnPixels({ width, height }) };
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    if (ask.method === 'similar') similarRegion(pixels, ask.params);
    else superpixelsOf(pixels, ask.params.sidePx);
    return performance.now() - start;
  });
}

interface InPage {
  readonly work: Work;
  readonly script: string;
  readonly rounds: number;
}

/** Runs in the page. The bitmap is handed over as the page does it; its time is not counted. */
async function timeInWorker({ work, script, rounds: times }: InPage): Promise<number[]> {
  const { width, height, ask } = work;
  const worker = new Worker(script, { type: 'module' });
  let last = 0;
  const answer = (method: string, params: unknown, transfer: Transferable[] = []): Promise<void> =>
    new Promise((resolve, reject) => {
      worker.onerror = () => reject(new Error('The worker failed.'));
      worker.onmessage = ({ data }: MessageEvent<{ kind: string; message?: string }>) => {
        if (data.kind === 'answer') resolve();
        else reject(new Error(data.message ?? data.kind));
      };
      worker.postMessage({ kind: 'ask', number: ++last, method, params }, transfer);
    });
  const { drawn } = globalThis as unknown as {
    readonly drawn: (size: object) => Uint8ClampedArray<ArrayBuffer>;
  };
  const image = new ImageData(drawn({ width, height }), width, height);
  const bitmap = await createImageBitmap(image);
  await answer('picture', bitmap, [bitmap]);
  const timings: number[] = [];
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await answer(ask.method, ask.params);
    timings.push(performance.now() - start);
  }
  worker.terminate();
  return timings;
}

async function timeInChromium(): Promise<ReadonlyMap<string, readonly number[]>> {
  return onWorkerPage('pixel-worker', async (page, script) => {
    const timings = new Map<string, readonly number[]>();
    for (const work of works) {
      timings.set(work.name, await page.evaluate(timeInWorker, { work, script, rounds }));
    }
    return timings;
  });
}

function summary(timings: readonly number[]): { median: number; longest: number } {
  const sorted = timings.toSorted((a, b) => a - b);
  const round = (value = 0): number => Number(value.toPrecision(3));
  return { median: round(sorted[Math.floor(sorted.length / 2)]), longest: round(sorted.at(-1)) };
}

const inChromium = await timeInChromium();
let isMissed = false;
for (const work of works) {
  const node = summary(timeInNode(work));
  const worker = summary(inChromium.get(work.name) ?? []);
  const aim = aims[work.name];
  isMissed ||= aim !== undefined && worker.median >= aim;
  console.log(
    JSON.stringify({ what: work.name, node, worker, ...(aim === undefined ? {} : { aim }) }),
  );
}
console.log(JSON.stringify({ load: loadavg()[0] }));
process.exitCode = isMissed ? 1 : 0;
