import type * as tfjs from '@tensorflow/tfjs';
import { createRequire } from 'node:module';

/** Fits y = a + b with two layers and says in one line of JSON how far it came. */
const require = createRequire(import.meta.url);
const util = require('node:util') as Record<string, unknown>;
// tfjs-node 4.22 calls what Node 23 removed.
util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
util['isArray'] = (value: unknown) => Array.isArray(value);
const tf = require('@tensorflow/tfjs-node-gpu') as typeof tfjs;

const model = tf.sequential({
  layers: [
    tf.layers.dense({
      units: 8,
      activation: 'relu',
      inputShape: [2],
      kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
    }),
    tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.05), loss: 'meanSquaredError' });
const x = tf.randomUniform([256, 2], 0, 1, 'float32', 3);
const { history } = await model.fit(x, x.sum(1, true), { epochs: 20, verbose: 0 });
const losses = history['loss'] as number[];
process.stdout.write(
  `${JSON.stringify({ backend: tf.getBackend(), before: losses[0], after: losses.at(-1) })}\n`,
);
