import { readFileSync } from 'node:fs';
import type { ModelName } from '../../../app/contract/training.ts';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { memoryNeeded } from '../../../app/learning/models/memory-needed.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import type { Network } from '../../../app/learning/models/network.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { openLearner } from '../../../app/learning/run/open-learner.ts';

/** steps.process.ts MODEL SIZE BATCH: says as JSON what three steps took at their height, and what the summary says. */
const [model = 'unet', size = '200', batch = '8'] = process.argv.slice(2);
const classes = 3;

const backend = await openBackend('tensorflow', 'train');
await learn(networkOf({ model: 'unet', size: 32, width: 0.1 }, classes), 1);
const before = heightBytes();
const network = networkOf({ model: model as ModelName, size: Number(size), width: 1 }, classes);
await learn(network, Number(batch));
const measured = heightBytes() - before;
const { weights, optimiser, activations } = memoryNeeded(network, Number(batch));
process.stdout.write(JSON.stringify({ measured, said: weights + optimiser + activations }));

async function learn(given: Network, count: number): Promise<void> {
  const { learner } = openLearner({
    backend,
    settings: {
      network: given,
      operations: backend.operations,
      loss: { kind: 'cross-entropy+dice', classWeights: [1, 1, 1] },
    },
    batch: count,
    weights: startingWeights(given, 1),
    slots: null,
  });
  const sidePx = given.input.width;
  const pictures = Float32Array.from(
    { length: count * sidePx ** 2 * 3 },
    (_, at) => (at % 97) / 97,
  );
  const labels = new Int32Array(count * sidePx ** 2);
  for (let step = 1; step <= 3; step++) {
    const indices = Array.from({ length: count }, (_, index) => index);
    await learner.step(
      { count, sidePx, pictures, labels, indices },
      { rate: 1e-3, step, key: step },
    );
  }
  learner.dispose();
}

/** Of all that this process ever held at once. */
function heightBytes(): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  if (kilobytes === undefined)
    throw new Error('This system does not say how much memory was held.');
  return Number(kilobytes) * 1024;
}
