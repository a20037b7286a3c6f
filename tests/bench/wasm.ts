/**
 * npm run bench wasm [MODEL] [-- --batch 2 --size 200 --steps 5 --processors 4]
 *
 * Training in WebAssembly, which any computer can do without a library. The first step, which compiles, is not counted.
 * With `--processors` it takes as many threads as it would on a computer of so many, half of them: with four and two threads
 * on a computer of two, what threads bring where the processors are there.
 * Ends with 1 when the tutorial's U-Net is slower than the bar.
 */
import { syncBuiltinESMExports } from 'node:module';
import os, { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { modelNames, recipes } from '../../app/contract/training.ts';
import { numbersOf } from '../../app/learning/data/random.ts';
import { networkOf } from '../../app/learning/models/models.ts';
import { startingWeights } from '../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../app/learning/run/eager-learner.ts';

const barPerSecond = 0.5;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batch: { type: 'string', default: '2' },
    size: { type: 'string', default: '200' },
    steps: { type: 'string', default: '5' },
    processors: { type: 'string' },
  },
});
const model = modelNames.find((name) => name === positionals[0]) ?? 'unet-tutorial';
const [count, sidePx, steps] = [options.batch, options.size, options.steps].map(Number) as [
  number,
  number,
  number,
];

if (options.processors !== undefined) {
  const [one] = os.cpus();
  const counted = Array.from({ length: Number(options.processors) }, () => one!);
  os.cpus = () => counted;
  syncBuiltinESMExports();
}
const { openBackend } = await import('../../app/learning/backends/open-backend.ts');
const backend = await openBackend('wasm', 'train');
const network = networkOf({ model, size: sidePx, width: 1 }, 3);
const learner = openEagerLearner({
  backend,
  settings: {
    network,
    operations: backend.operations,
    loss: { kind: recipes[model].loss, classWeights: [1, 1, 1] },
  },
  batch: count,
  weights: startingWeights(network, 1),
  slots: null,
});
const next = numbersOf(1);
const pictures = Float32Array.from({ length: count * sidePx * sidePx * 3 }, next);
const labels = Int32Array.from({ length: count * sidePx * sidePx }, () => Math.floor(next() * 3));
const perSecond: number[] = [];
for (let step = 0; step <= steps; step++) {
  const begin = performance.now();
  await learner.step(
    { indices: [], count, sidePx, pictures, labels },
    { rate: 1e-3, step: step + 1, key: step },
  );
  if (step > 0) perSecond.push((1000 * count) / (performance.now() - begin));
}
perSecond.sort((a, b) => a - b);
const median = perSecond[perSecond.length >> 1] ?? NaN;
const [low, high] = [perSecond[0] ?? NaN, perSecond.at(-1) ?? NaN];
console.log(
  `${model} at ${String(sidePx)} px, batch ${String(count)}, ${backend.library}: ${median.toFixed(2)} pictures/s (${low.toFixed(2)} to ${high.toFixed(2)}), load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
);
if (!(median >= barPerSecond)) process.exitCode = 1;
