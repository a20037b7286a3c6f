/**
 * npm run bench train [MODEL] [-- --batch 2 --size 200 --pairs 5 --pictures 16]
 *
 * Training and prediction of our engine and of Keras on the same TensorFlow library, in turns: one round of ours, one
 * of theirs, and the ratio of each pair. MASKWRIGHT_PYTHON names a Python with tensorflow-cpu; without it only our own
 * figures are shown. Prints the median of the ratios with the lowest and the highest, and how busy the computer was.
 */
import { spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { modelNames, recipes, type ModelName } from '../../app/contract/training.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { numbersOf } from '../../app/learning/data/random.ts';
import { probabilitiesOf } from '../../app/learning/models/forward.ts';
import { networkOf } from '../../app/learning/models/models.ts';
import { countParameters } from '../../app/learning/models/network.ts';
import { startingWeights } from '../../app/learning/models/weights.ts';
import { createParameters } from '../../app/learning/run/parameters.ts';
import { trainStep } from '../../app/learning/run/step.ts';

const classes = 3;

interface Conditions {
  readonly model: ModelName;
  readonly side: number;
  readonly batch: number;
  readonly pictures: number;
}

interface Round {
  readonly seconds: number;
  readonly peakBytes: number;
}

/** Somebody who can be asked to train on, or predict, so many pictures. */
interface Contestant {
  readonly parameters: number;
  round(what: 'train' | 'predict'): Promise<Round>;
  end(): void;
}

async function ours({ model, side, batch, pictures }: Conditions): Promise<Contestant> {
  const { operations } = await openBackend('tensorflow', 'train');
  const network = networkOf(model, side, classes);
  const parameters = createParameters(network, startingWeights(network, 1), operations);
  const loss = { kind: recipes[model].loss, classWeights: [1, 1, 1] } as const;
  const next = numbersOf(1);
  const rgb = Float32Array.from({ length: batch * side * side * 3 }, next);
  const values = Int32Array.from({ length: batch * side * side }, () => Math.floor(next() * 3));
  let step = 0;

  /** From arrays, as batches come. */
  function tensors() {
    return {
      pictures: tf.tensor4d(rgb, [batch, side, side, 3]),
      labels: tf.tensor1d(values, 'int32'),
    };
  }

  function train(): void {
    const given = tensors();
    step += 1;
    const settings = { network, operations, loss };
    trainStep(settings, parameters, { batch: given, rate: 1e-3, step, key: step });
    tf.dispose([given.pictures, given.labels]);
  }

  function predict(): void {
    tf.tidy(() => {
      const weights = parameters.all();
      const forward = { network, operations, weights, mode: { kind: 'answer' } } as const;
      probabilitiesOf(forward, tensors().pictures).dataSync();
    });
  }

  return {
    parameters: countParameters(network),
    round(what) {
      const start = performance.now();
      for (let done = 0; done < pictures; done += batch) {
        if (what === 'train') train();
        else predict();
      }
      const seconds = (performance.now() - start) / 1000;
      return Promise.resolve({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 });
    },
    end() {
      parameters.dispose();
    },
  };
}

async function keras(python: string, conditions: Conditions): Promise<Contestant> {
  const { model, side, batch, pictures } = conditions;
  const script = fileURLToPath(new URL('peers/keras-unet.py', import.meta.url));
  const child = spawn(python, [script, model, String(side), String(batch)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function line(): Promise<readonly string[]> {
    const answer = await lines.next();
    if (answer.done === true) throw new Error('The Keras process ended early.');
    return answer.value.split(' ');
  }
  const [, parameters] = await line();
  return {
    parameters: Number(parameters),
    async round(what) {
      child.stdin.write(`${what} ${String(pictures)}\n`);
      const [seconds, peakBytes] = await line();
      return { seconds: Number(seconds), peakBytes: Number(peakBytes) };
    },
    end() {
      child.stdin.end();
    },
  };
}

async function compare(conditions: Conditions, pairs: number): Promise<void> {
  const { model, side, batch, pictures } = conditions;
  const we = await ours(conditions);
  const python = process.env.MASKWRIGHT_PYTHON;
  const they = python === undefined ? null : await keras(python, conditions);
  print(`\n${model}, ${String(side)} x ${String(side)}, batch ${String(batch)}:`);
  print(
    `  ${String(we.parameters)} parameters${they === null ? '' : `, Keras ${String(they.parameters)}`}`,
  );
  let peaks: readonly [number, number] = [0, 0];
  for (const what of ['train', 'predict'] as const) {
    await we.round(what);
    await they?.round(what);
    const ourRates: number[] = [];
    const theirRates: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const one = await we.round(what);
      const other = await they?.round(what);
      ourRates.push(pictures / one.seconds);
      if (other !== undefined) theirRates.push(pictures / other.seconds);
      peaks = [one.peakBytes, other?.peakBytes ?? 0];
    }
    const ratios = theirRates.map((rate, pair) => (ourRates[pair] ?? NaN) / rate);
    print(
      `  ${what.padEnd(8)} ours ${median(ourRates).toFixed(1)} pictures/s${
        they === null
          ? ''
          : `, Keras ${median(theirRates).toFixed(1)}; ratio ${median(ratios).toFixed(2)} ` +
            `(${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, ${String(pairs)} pairs)`
      }`,
    );
  }
  const gigabytes = peaks.map((bytes) => (bytes / 1e9).toFixed(2));
  print(
    `  memory   ours ${gigabytes[0] ?? ''} GB${they === null ? '' : `, Keras ${gigabytes[1] ?? ''} GB`}`,
  );
  we.end();
  they?.end();
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batch: { type: 'string' },
    size: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '5' },
    pictures: { type: 'string', default: '16' },
  },
});
const chosen = modelNames.filter((name) => positionals.length === 0 || positionals.includes(name));
for (const model of chosen) {
  const conditions = {
    model,
    side: Number(options.size),
    batch: Number(options.batch ?? recipes[model].batch),
    pictures: Number(options.pictures),
  };
  await compare(conditions, Number(options.pairs));
}
print(
  `\nload average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')} (1, 5, 15 minutes)`,
);
