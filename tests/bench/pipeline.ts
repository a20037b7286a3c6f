/**
 * npm run bench pipeline [-- --run DIR --models unet,unet-tutorial --batches 8 --size 200 --pairs 9]
 *
 * Training with its pictures prepared by a thread, ahead of the steps, and prepared between the steps on their own thread, in
 * turns in one process: the same steps of the same network. DIR is a run whose list of pictures is taken; 60 drawn pictures
 * unless told. Prints pictures a second, the ratio of each pair, and the share of the time that a step waited for its
 * pictures. Aim: below 3 % with the thread.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRunJob } from '../../app/contract/run-folder.ts';
import { recipes, settingsFrom, type ModelName } from '../../app/contract/training.ts';
import type { Backend } from '../../app/learning/backends/backend.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { openBatchFeed, type BatchFeed } from '../../app/learning/data/batch-feed.ts';
import { batchOrders } from '../../app/learning/data/batch-orders.ts';
import { startBatchThread, type BatchMaker } from '../../app/learning/data/batch-thread.ts';
import { makeBatch } from '../../app/learning/data/batches.ts';
import { createPictureLibrary } from '../../app/learning/data/picture-library.ts';
import { readSamples, type Samples } from '../../app/learning/data/samples.ts';
import { networkOf } from '../../app/learning/models/models.ts';
import { startingWeights } from '../../app/learning/models/weights.ts';
import { type Learner } from '../../app/learning/run/learner.ts';
import { openLearner } from '../../app/learning/run/open-learner.ts';
import { batchesAhead } from '../../app/learning/run/pipeline.ts';
import { maskwright } from '../journeys/serving.ts';
import { othersShare } from './train/quiet.ts';

const aim = 0.03;
const budgetBytes = 2 ** 30;

interface Conditions {
  readonly model: ModelName;
  readonly sidePx: number;
  readonly batch: number;
  readonly samples: Samples;
  readonly pairs: number;
}

async function drawn(): Promise<{ readonly run: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-pipeline-'));
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '60', '--seed', '7');
  const tiny = ['--epochs', '1', '--size', '32'];
  await maskwright('train', '--project', project, '--run', 'listed', ...tiny);
  return { run: join(project, 'runs', 'listed'), folder };
}

let taken = 0;

/** So many steps, and how they went. */
async function round(learner: Learner, feed: BatchFeed, steps: number) {
  feed.waitedSeconds();
  const start = performance.now();
  let pictures = 0;
  for (let step = 0; step < steps; step++) {
    const batch = await feed.next();
    if (batch === null) continue;
    taken += 1;
    await learner.step(batch, { rate: 1e-3, step: taken, key: taken });
    pictures += batch.count;
    feed.giveBack(batch);
  }
  const seconds = (performance.now() - start) / 1000;
  return { rate: pictures / seconds, waiting: feed.waitedSeconds() / seconds };
}

async function compare(
  backend: Backend,
  { model, sidePx, batch, samples, pairs }: Conditions,
): Promise<boolean> {
  const settings = settingsFrom({ model, size: sidePx, batch });
  const network = networkOf({ model, size: sidePx, width: 1 }, 3);
  const { learner, fallback } = openLearner({
    backend,
    settings: {
      network,
      operations: backend.operations,
      loss: { kind: recipes[model].loss, classWeights: [1, 1, 1] },
    },
    batch,
    weights: startingWeights(network, 1),
    slots: null,
  });
  if (fallback !== null) throw new Error(fallback);
  const skip = () => undefined;
  const library = createPictureLibrary({ sidePx, budgetBytes, skip });
  const thread = startBatchThread({ settings, budgetBytes, skip });
  const beside: BatchMaker = {
    make: (order, spare) => makeBatch(order, { library, settings, spare }),
  };
  const trained = { train: samples.train, validation: [], unlabelled: [] };
  const feedOf = (maker: BatchMaker, ahead: number) =>
    openBatchFeed({
      maker,
      orders: batchOrders(
        {
          samples: trained,
          batch,
          epochs: 10_000,
          seed: 1,
          oversample: false,
          size: sidePx,
          tiles: 1,
        },
        { step: 0, epoch: 0 },
      ),
      ahead,
    });
  const ways = [
    { name: 'by a thread, ahead', feed: feedOf(thread, batchesAhead(batch, sidePx)) },
    { name: 'between steps', feed: feedOf(beside, 1) },
  ] as const;
  const perEpoch = Math.max(2, Math.floor(samples.train.length / batch));
  // About two seconds; the first epoch reads the files.
  const steps = model === 'unet' ? Math.ceil(160 / batch) : Math.ceil(12 / batch);
  for (const { feed } of ways) await round(learner, feed, perEpoch);
  const rates = ways.map((): number[] => []);
  const waiting = ways.map((): number[] => []);
  const others: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    for (const [index, { feed }] of ways.entries()) {
      others.push(await othersShare());
      const measured = await round(learner, feed, steps);
      rates[index]?.push(measured.rate);
      waiting[index]?.push(measured.waiting);
    }
  }
  await thread.end();
  learner.dispose();
  print(
    `\n${model}, ${String(sidePx)} px, batch ${String(batch)}, ${String(samples.train.length)} pictures`,
  );
  for (const [index, { name }] of ways.entries()) {
    print(
      `  ${name.padEnd(18)} ${median(rates[index] ?? []).toFixed(1)} pictures/s, ${percent(median(waiting[index] ?? []))} waiting, at most ${percent(Math.max(...(waiting[index] ?? [])))}`,
    );
  }
  const ratios = (rates[0] ?? []).map((rate, pair) => rate / (rates[1]?.[pair] ?? NaN));
  print(
    `  with the thread ${median(ratios).toFixed(3)} times as fast (${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}), ${String(pairs)} pairs; others used ${percent(median(others))} of the processor, at most ${percent(Math.max(...others))}`,
  );
  return median(waiting[0] ?? []) < aim;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const low = sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? NaN;
  return (low + (sorted[middle] ?? NaN)) / 2;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options } = parseArgs({
  options: {
    run: { type: 'string' },
    models: { type: 'string', default: 'unet,unet-tutorial' },
    batches: { type: 'string', default: '8' },
    size: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '9' },
  },
});
const made = options.run === undefined ? await drawn() : null;
try {
  const run = options.run ?? made?.run ?? '';
  const samples = await readSamples(
    run,
    parseRunJob(await readFile(join(run, 'job.json'), 'utf8')),
  );
  const backend = await openBackend('tensorflow', 'train');
  let isMet = true;
  for (const model of options.models.split(',') as ModelName[]) {
    for (const batch of options.batches.split(',').map(Number)) {
      const conditions = {
        model,
        sidePx: Number(options.size),
        batch,
        samples,
        pairs: Number(options.pairs),
      };
      isMet = (await compare(backend, conditions)) && isMet;
    }
  }
  print(`\nless than ${percent(aim)} waiting with the thread: ${isMet ? 'met' : 'missed'}`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  if (made !== null) await rm(made.folder, { recursive: true, force: true });
}
