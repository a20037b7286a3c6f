/** `PROCESSORS STEPS`: trains the default model small in WebAssembly as on a computer with so many, and tells its losses. */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { recipes } from '../../../../app/contract/training.ts';
import { numbersOf } from '../../../../app/learning/data/random.ts';
import { networkOf } from '../../../../app/learning/models/models.ts';
import { startingWeights } from '../../../../app/learning/models/weights.ts';
import { openEagerLearner } from '../../../../app/learning/run/eager-learner.ts';

const [processors, steps] = process.argv.slice(2).map(Number) as [number, number];
const [one] = os.cpus();
os.cpus = () => Array.from({ length: processors }, () => one!);
syncBuiltinESMExports();
const { openWasm } = await import('../../../../app/learning/backends/wasm.ts');

const backend = await openWasm(null);
const [count, sidePx] = [2, 64];
const network = networkOf({ ...recipes.unet, size: sidePx, width: 0.25 }, 3);
const learner = openEagerLearner({
  backend,
  settings: {
    network,
    operations: backend.operations,
    loss: { kind: recipes.unet.loss, classWeights: [1, 1, 1] },
  },
  batch: count,
  weights: startingWeights(network, 1),
  slots: null,
});
const next = numbersOf(1);
const pictures = Float32Array.from({ length: count * sidePx * sidePx * 3 }, next);
const labels = Int32Array.from({ length: count * sidePx * sidePx }, () => Math.floor(next() * 3));
const losses: number[] = [];
for (let step = 0; step < steps; step++) {
  const outcome = await learner.step(
    { indices: [], count, sidePx, pictures, labels },
    { rate: 1e-3, step: step + 1, key: step },
  );
  losses.push(outcome.kind === 'stepped' ? outcome.loss : Number.NaN);
}
const { library, fallback } = backend;
process.stdout.write(`${JSON.stringify({ library, fallback, losses })}\n`);
// Nothing ends the process: threads that wait for work must not keep it.
