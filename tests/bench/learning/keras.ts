import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Sample } from '../../../app/contract/run-folder.ts';
import { prepareSample } from '../../../app/learning/data/letterboxed.ts';
import type { Answers } from './judge.ts';

export interface KerasLearner extends Answers {
  readonly epochs: number;
  readonly pictures: number;
  readonly minutes: number;
  readonly parameters: number;
  end(): void;
}

interface Order {
  /** A Python with tensorflow. */
  readonly python: string;
  readonly sidePx: number;
  readonly seed: number;
  readonly minutes: number;
  readonly samples: readonly Sample[];
}

/** The default network in Keras, learned from the very pictures and labels that ours sees, in as many minutes. */
export async function learnInKeras(order: Order): Promise<KerasLearner> {
  const { python, sidePx, seed, minutes, samples } = order;
  const script = join(import.meta.dirname, '../peers/keras-learning.py');
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const write = async (content: Uint8Array | string): Promise<void> => {
    if (!child.stdin.write(content)) await once(child.stdin, 'drain');
  };
  const [train, val] = (['train', 'val'] as const).map((wanted) =>
    samples.filter(({ split }) => split === wanted),
  ) as [Sample[], Sample[]];
  const counts = { train: train.length, val: val.length };
  await write(`${JSON.stringify({ side: sidePx, seed, minutes, ...counts })}\n`);
  for (const sample of [...train, ...val]) {
    const { rgb, labels } = await prepareSample(sample, sidePx);
    await write(rgb);
    await write(labels);
  }
  const incoming = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  async function more(): Promise<void> {
    const { value, done } = await incoming.next();
    if (done === true) throw new Error('The process of Keras ended early.');
    rest = Buffer.concat([rest, value]);
  }
  while (!rest.includes('\n')) await more();
  const line = rest.subarray(0, rest.indexOf('\n'));
  rest = rest.subarray(line.length + 1);
  const told = JSON.parse(line.toString()) as Omit<KerasLearner, keyof Answers | 'end'>;
  const mapBytes = sidePx * sidePx;
  return {
    ...told,
    sidePx,
    async answer({ rgb }) {
      await write(rgb);
      while (rest.length < 2 * mapBytes) await more();
      const maps = [0, 1].map((at) => rest.subarray(at * mapBytes, (at + 1) * mapBytes));
      rest = rest.subarray(2 * mapBytes);
      return maps;
    },
    end: () => {
      child.stdin.end();
    },
  };
}
