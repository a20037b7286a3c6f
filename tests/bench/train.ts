/**
 * npm run bench train [MODEL] [-- --batches 2,4,8 --size 200 --pairs 9 --task train --peers Keras --eager]
 *
 * Training and prediction of our engine, of Keras on the same TensorFlow library and of PyTorch, in turns: one round of
 * each, pair by pair, and the ratio of each pair. MASKWRIGHT_PYTHON names a Python with tensorflow-cpu and torch; what it lacks
 * is left out. Prints the median of the ratios with the lowest and the highest, the peak of each process' memory, and how
 * much of the processor others used meanwhile.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { modelNames, type ModelName } from '../../app/contract/training.ts';
import {
  enter,
  entries,
  type Conditions,
  type Contestant,
  type Entry,
  type Task,
} from './train/contestants.ts';
import { othersShare } from './train/quiet.ts';

/** About a second each; Keras' calls cost tens of milliseconds, whatever they are asked. */
const picturesInRound: Readonly<Record<ModelName, Readonly<Record<Task, number>>>> = {
  unet: { train: 64, predict: 64 },
  'unet-tutorial': { train: 8, predict: 16 },
};

async function compare(
  conditions: Conditions,
  { list, pairs }: { readonly list: readonly Entry[]; readonly pairs: number },
): Promise<void> {
  const { model, side, batch, task } = conditions;
  const pictures = Math.max(batch, picturesInRound[model][task]);
  const contestants: Contestant[] = [];
  for (const entry of list) contestants.push(await enter(entry, conditions));
  const parameters = contestants.map(({ name, parameters: own }) => `${name} ${String(own)}`);
  print(
    `\n${model}, ${String(side)} px, batch ${String(batch)}, ${task} (${parameters.join(', ')})`,
  );
  // Two rounds to get warm: graphs are made in the first.
  for (let round = 0; round < 2; round++) {
    for (const contestant of contestants) await contestant.round(task, pictures);
  }
  const rates = contestants.map((): number[] => []);
  const peaks = contestants.map(() => 0);
  const others: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    for (const [index, contestant] of contestants.entries()) {
      others.push(await othersShare());
      const { seconds, peakBytes } = await contestant.round(task, pictures);
      rates[index]?.push(pictures / seconds);
      peaks[index] = peakBytes;
    }
  }
  contestants.forEach(({ name, end }, index) => {
    const own = rates[index] ?? [];
    const ratios = (rates[0] ?? []).map((rate, pair) => rate / (own[pair] ?? NaN));
    const against =
      index === 0
        ? ''
        : `; ours is ${median(ratios).toFixed(2)} times that (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
    print(
      `  ${name.padEnd(12)} ${median(own).toFixed(1).padStart(6)} pictures/s, ` +
        `${((peaks[index] ?? 0) / 1e9).toFixed(2)} GB${against}`,
    );
    end();
  });
  const percent = (share: number) => `${String(Math.round(share * 100))} %`;
  print(
    `  ${String(pairs)} pairs; others used ${percent(median(others))} of the processor, at most ${percent(Math.max(...others))}`,
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [
    sorted[sorted.length % 2 === 0 ? middle - 1 : middle],
    sorted[middle],
  ];
  return (low + high) / 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batches: { type: 'string', default: '2,4,8' },
    size: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '9' },
    task: { type: 'string' },
    peers: { type: 'string', default: '' },
    eager: { type: 'boolean', default: false },
  },
});
const list = entries({
  withEager: options.eager,
  peers: options.peers.split(',').filter((name) => name !== ''),
});
for (const model of modelNames) {
  if (positionals.length > 0 && !positionals.includes(model)) continue;
  for (const batch of options.batches.split(',').map(Number)) {
    for (const task of ['train', 'predict'] as const) {
      if (options.task !== undefined && options.task !== task) continue;
      const conditions = { model, side: Number(options.size), batch, task };
      await compare(conditions, { list, pairs: Number(options.pairs) });
    }
  }
}
const load = loadavg().map((each) => each.toFixed(1));
print(`\nload average ${load.join(' ')} (1, 5, 15 minutes)`);
