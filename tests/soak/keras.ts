/**
 * npm run soak -- keras [--models unet,segnet --size 32 --widths 1,4]
 *
 * Every network at its full width, and four times as wide, which is the published one of those that are built on VGG16:
 * Keras builds it from the same description and answers with the same weights. MASKWRIGHT_PYTHON names a Python with
 * tensorflow-cpu 2.21. Prints how far the answers are apart, as a share of the largest; ends with 1 where that is too far,
 * or where nothing could be compared. `npm test` compares gradients too, at an eighth of the width.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { modelNames } from '../../app/contract/training.ts';
import { isZooName } from '../../app/contract/zoo.ts';
import { openBackend } from '../../app/learning/backends/open-backend.ts';
import { networkOf } from '../../app/learning/models/models.ts';
import { countParameters, weightSpecs, type Network } from '../../app/learning/models/network.ts';
import { answerOf, distanceOf, tolerance, type Kept } from '../parity/network-numbers.ts';

const classes = 3;

const { values: options } = parseArgs({
  options: {
    models: { type: 'string', default: modelNames.join(',') },
    size: { type: 'string', default: '32' },
    widths: { type: 'string', default: '1,4' },
  },
});
const models = options.models.split(',');
const script = join(import.meta.dirname, '../parity/make-network-fixtures.py');

/** Both sides hold every number several times over while they draw it. */
const mostParameters = 150e6;

/** keras-segmentation's networks have the published width by themselves; of the largest, a half or a quarter of it is compared. */
function zooWidth(networkAt: (width: number) => Network): number {
  return [1, 0.5].find((width) => countParameters(networkAt(width)) < mostParameters) ?? 0.25;
}

/** By Keras; throws with what Python said. */
function answerOfKeras(python: string, network: Network): Kept & { readonly seed: number } {
  const description = { one: { layers: network.layers, weights: weightSpecs(network) } };
  const { status, stdout, stderr } = spawnSync(python, [script, '--answers'], {
    input: JSON.stringify(description),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Keras gave no answer.\n${stderr}`);
  return (JSON.parse(stdout) as { one: ReturnType<typeof answerOfKeras> }).one;
}

async function compareAll(python: string): Promise<boolean> {
  const backend = await openBackend('tensorflow', 'predict');
  await tf.setBackend('tensorflow');
  let isWell = true;
  const widths = options.widths.split(',').map(Number);
  for (const model of modelNames.filter((name) => models.includes(name))) {
    const networkAt = (width: number): Network =>
      networkOf({ model, size: Number(options.size), width }, classes);
    for (const width of isZooName(model) ? [zooWidth(networkAt)] : widths) {
      const network = networkAt(width);
      const theirs = answerOfKeras(python, network);
      const distance = distanceOf(answerOf(network, theirs.seed, backend), theirs);
      isWell &&= distance < tolerance;
      const large = countParameters(network).toLocaleString('en');
      process.stdout.write(
        `${model}, width ${String(width)}, ${large} parameters: ${distance.toExponential(1)} of the largest apart${distance < tolerance ? '' : ', TOO FAR'}\n`,
      );
    }
  }
  return isWell;
}

const python = process.env['MASKWRIGHT_PYTHON'];
if (python === undefined) {
  process.stdout.write('MASKWRIGHT_PYTHON names no Python: nothing was compared with Keras.\n');
  process.exitCode = 1;
} else {
  process.exitCode = (await compareAll(python)) ? 0 : 1;
}
