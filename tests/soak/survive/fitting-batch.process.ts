import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { networkOf } from '../../../app/learning/models/models.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import { fittingBatch } from '../../../app/learning/run/memory.ts';
import { limitMemory } from '../../fixtures/limit-memory.ts';

/**
 * fitting-batch.process.ts SPARE_MB ABOVE: asks how many pictures fit into so much memory more than a process holds that has
 * learned from one, and says it as JSON; a second time from that number doubled, to see that the first answer holds.
 */
const sidePx = 256;
const [spareMb = NaN, above = NaN] = process.argv.slice(2).map(Number);

const backend = await openBackend('tensorflow', 'train');
const network = networkOf({ model: 'unet-tutorial', size: sidePx, width: 1 }, 3);
const options = {
  backend,
  settings: {
    network,
    operations: backend.operations,
    loss: { kind: 'cross-entropy', classWeights: [1, 1, 1] },
  },
  weights: startingWeights(network, 1),
  slots: null,
} as const;

await fittingBatch(options, { above: 2, sidePx });
limitMemory(spareMb);
const fits = await fittingBatch(options, { above, sidePx });
const again = fits === null ? null : await fittingBatch(options, { above: 2 * fits, sidePx });
process.stdout.write(`${JSON.stringify({ fits, again })}\n`, () => process.exit(0));
