import { expect, test } from 'vitest';
import { openBackend } from '../../../app/learning/backends/open-backend.ts';
import { outputsOf, type Known } from '../../../app/learning/graph/shape-rules.ts';
import type { Network } from '../../../app/learning/models/network.ts';
import { unetTutorial } from '../../../app/learning/models/unet-tutorial.ts';
import { unet } from '../../../app/learning/models/unet.ts';
import { startingWeights } from '../../../app/learning/models/weights.ts';
import type { Binding, KernelBackend } from '../../../app/learning/operations/kernels.ts';
import { openEagerAnswerer } from '../../../app/learning/predict/answerer.ts';
import { openEagerLearner } from '../../../app/learning/run/eager-learner.ts';
import type { LossSettings } from '../../../app/learning/run/loss.ts';
import { tinyNetwork } from './tiny-network.ts';

const networks: readonly (readonly [string, Network, LossSettings['kind']])[] = [
  ['every kind of layer', tinyNetwork(), 'focal+dice'],
  ['unet-tutorial, narrow', unetTutorial(18, 3, [2, 3, 4]), 'cross-entropy+dice'],
  ['unet, narrow, odd', unet(37, 3, [2, 3, 4]), 'cross-entropy+lovasz'],
  ['unet, groups', unet(20, 3, [2, 4, 16], { normalise: 'groups' }), 'cross-entropy+dice'],
];

test.each(networks)(
  '“%s”: what the rules say an operation gives is what it gives',
  async (_, network, kind) => {
    const backend = await openBackend('tensorflow', 'train');
    const { kernels } = backend;
    if (kernels === null) throw new Error('This test needs TensorFlow.');
    const weights = startingWeights(network, 1);
    const loss = { kind, classWeights: [1, 1, 1] };
    const settings = { network, operations: backend.operations, loss };
    const learner = openEagerLearner({ backend, settings, batch: 2, weights, slots: null });
    const answerer = openEagerAnswerer({ backend, network, values: weights });
    const area = network.input.width ** 2;
    const pictures = new Float32Array(2 * area * 3).fill(0.5);
    const labels = Int32Array.from({ length: 2 * area }, (__, at) => at % 3);
    const batch = { count: 2, sidePx: network.input.width, pictures, labels, indices: [0, 1] };
    const seen = await watching(kernels, async () => {
      await learner.step(batch, { rate: 1e-3, step: 1, key: 1 });
      await learner.check(batch);
      await answerer.probabilities(pictures);
    });
    expect(seen.size).toBeGreaterThan(25);
    learner.dispose();
    answerer.dispose();
  },
);

/** Everything is computed as ever, and each answer compared with the rule. Gives the operations that were seen. */
async function watching(
  backend: KernelBackend,
  compute: () => Promise<void>,
): Promise<ReadonlySet<string>> {
  const { binding } = backend;
  const known = new Map<number, Known>();
  const seen = new Set<string>();
  const watched: Partial<Binding> = {
    createTensor(shape, type, values) {
      const id = binding.createTensor(shape, type, values);
      known.set(id, { shape, type, numbers: Array.from(values) });
      return id;
    },
    executeOp(op, attributes, ids, outputs) {
      const made = binding.executeOp(op, attributes, ids, outputs);
      const inputs = ids.map((id) => known.get(id) ?? { shape: [], type: 0 });
      for (const each of made) known.set(each.id, { shape: each.shape, type: each.dtype });
      if (isVariables(op)) return made;
      const given = new Map(attributes.map(({ name, value }) => [name, value]));
      const ruled = outputsOf({ op, inputs, attributes: given });
      // What normalisations keep for their gradients differs by device; nobody looks at its shape.
      const compared = op.startsWith('FusedBatchNorm') ? 3 : made.length;
      const expected = made.slice(0, compared).map(({ shape, dtype }) => ({ shape, type: dtype }));
      expect({ op, ruled: ruled.slice(0, compared) }).toEqual({ op, ruled: expected });
      seen.add(op);
      return made;
    },
  };
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(watched)) as Binding;
  try {
    await compute();
  } finally {
    backend.binding = binding;
  }
  return seen;
}

/** The eager optimiser's own, which no recording holds. */
function isVariables(op: string): boolean {
  return op.includes('Variable') || op.startsWith('ResourceApply') || op === 'VarHandleOp';
}
