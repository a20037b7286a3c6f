import { modelNames } from '../../../app/contract/training.ts';
import {
  comparedModels,
  enter,
  type Conditions,
  type Contestant,
  type Entry,
  type Task,
} from './contestants.ts';
import { othersShare } from './quiet.ts';

/** About a second each; Keras' calls cost tens of milliseconds, whatever they are asked. */
function picturesInRound(model: Conditions['model'], task: Task): number {
  if (model !== 'unet-tutorial') return 64;
  return task === 'train' ? 8 : 16;
}

/** As the command line has them. */
interface Asked {
  /** None: all that the peers have as well. What they have not is timed without them. */
  readonly models: readonly string[];
  readonly batches: string;
  readonly size: string;
  readonly pairs: string;
  readonly task?: string | undefined;
  readonly pictures?: string;
}

/** Each model that was asked for in each size of a batch, learning and answering. */
export async function compareEach(list: readonly Entry[], asked: Asked): Promise<void> {
  const { models, batches, size, pairs, pictures = '0' } = asked;
  for (const model of models.length === 0 ? comparedModels : modelNames) {
    if (models.length > 0 && !models.includes(model)) continue;
    const hasPeers = comparedModels.some((compared) => compared === model);
    const own = hasPeers ? list : list.filter(({ isPeer }) => isPeer !== true);
    for (const batch of batches.split(',').map(Number)) {
      for (const task of ['train', 'predict'] as const) {
        if (asked.task !== undefined && asked.task !== task) continue;
        const conditions = { model, side: Number(size), batch, task };
        await compare(conditions, { list: own, pairs: Number(pairs), pictures: Number(pictures) });
      }
    }
  }
}

/** All contestants in turns, pair by pair, the first against each of the others; what came of it is printed. */
async function compare(
  conditions: Conditions,
  {
    list,
    pairs,
    pictures: asked,
  }: { readonly list: readonly Entry[]; readonly pairs: number; readonly pictures: number },
): Promise<void> {
  const { model, side, batch, task } = conditions;
  const pictures = Math.max(batch, asked > 0 ? asked : picturesInRound(model, task));
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

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
