import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ModelName } from '../../../app/contract/training.ts';
import { engineEnvironment } from '../../../app/runtime/runtime.ts';

/** Those that the peers have as well. */
export const comparedModels = ['unet', 'unet-tutorial'] as const satisfies readonly ModelName[];

export interface Conditions {
  readonly model: ModelName;
  readonly side: number;
  readonly batch: number;
  /** What it is started for; all of them can do either. */
  readonly task: Task;
}

export type Task = 'train' | 'predict';

export interface Round {
  readonly seconds: number;
  /** Of the process since it began. */
  readonly peakBytes: number;
}

/** A process that can be asked to learn from so many pictures, or to answer for them. */
export interface Contestant {
  readonly name: string;
  readonly parameters: number;
  /** What computes, in its own words. */
  readonly device: string;
  round(task: Task, pictures: number): Promise<Round>;
  end(): void;
}

/** How a contestant's process is started. */
export interface Entry {
  readonly name: string;
  readonly command: readonly string[];
  /** Whether it has `comparedModels` only. */
  readonly isPeer?: boolean;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const own = [process.execPath, fileURLToPath(new URL('contestant.process.ts', import.meta.url))];

/** Ours on a graphics card: TensorFlow's CUDA as a graph and one by one, WebGPU, and the peers on the same card. */
export function cardEntries(): readonly Entry[] {
  return [
    { name: 'CUDA, graph', command: [...own, 'graph'] },
    { name: 'CUDA, eager', command: [...own, 'eager'] },
    webgpuEntry,
    ...peersOf(process.env.MASKWRIGHT_PYTHON),
  ];
}

export const webgpuEntry: Entry = { name: 'WebGPU', command: [...own, 'webgpu'] };

/** Ours, and the peers that the Python named by MASKWRIGHT_PYTHON has. */
export function entries({
  withEager,
  peers,
}: {
  readonly withEager: boolean;
  /** By name; none named are all. */
  readonly peers: readonly string[];
}): readonly Entry[] {
  const python = process.env.MASKWRIGHT_PYTHON;
  return [
    { name: 'ours', command: [...own, 'graph'] },
    ...(withEager ? [{ name: 'ours, eager', command: [...own, 'eager'] }] : []),
    ...peersOf(python).filter(({ name }) => peers.length === 0 || peers.includes(name)),
  ];
}

function peersOf(python: string | undefined): readonly Entry[] {
  if (python === undefined) return [];
  const peers = [
    { name: 'Keras', module: 'tensorflow', script: '../peers/keras-unet.py' },
    { name: 'PyTorch', module: 'torch', script: '../peers/torch-unet.py' },
  ];
  return peers
    .filter(({ module }) => spawnSync(python, ['-c', `import ${module}`]).status === 0)
    .map(({ name, script }) => ({ name, command: [python, here(script)], isPeer: true }));
}

export async function enter(
  { name, command: [program = '', ...words] }: Entry,
  { model, side, batch, task }: Conditions,
): Promise<Contestant> {
  const child = spawn(program, [...words, model, String(side), String(batch), task], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...(program === process.execPath ? engineEnvironment() : {}) },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function line(): Promise<readonly string[]> {
    const answer = await lines.next();
    if (answer.done === true) throw new Error(`The process of ${name} ended early.`);
    return answer.value.split(' ');
  }
  const [, parameters, ...device] = await line();
  return {
    name,
    parameters: Number(parameters),
    device: device.join(' '),
    async round(task, pictures) {
      child.stdin.write(`${task} ${String(pictures)}\n`);
      const [seconds, peakBytes] = await line();
      return { seconds: Number(seconds), peakBytes: Number(peakBytes) };
    },
    end() {
      child.stdin.end();
    },
  };
}
