import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { webgpu_util } from '@tensorflow/tfjs-backend-webgpu';
import { keyOf } from '../data/random.ts';
import { composedOptimiser, type AdamStep } from './composed-optimiser.ts';
import { composed } from './composed.ts';
import { adam, type Operations } from './operations.ts';
import { kernelOf } from './webgpu-kernels.ts';

/**
 * What a graphics card would refuse of the compositions, or be slow at, said otherwise: each call of a program costs it the
 * same, however small its tensors are.
 */
export function webgpuOperations(util: typeof webgpu_util): Operations {
  const step = adamStep(util);
  return {
    ...composed,
    dropout: dropout(util),
    // A program has room for a few tensors, while addN takes all of them into one.
    sumOfSquares: (tensors) => tf.sum(tf.stack(tensors.map((tensor) => tf.sum(tf.square(tensor))))),
    optimiser: (weights) => composedOptimiser(weights, step),
  };
}

/** Three programs for a weight in place of eleven. */
function adamStep(util: typeof webgpu_util): AdamStep {
  const [kept1, kept2] = [String(adam.beta1), String(adam.beta2)];
  const [taken1, taken2] = [String(1 - adam.beta1), String(1 - adam.beta2)];
  const [first, second] = [
    kernelOf(util, {
      name: 'AdamFirst',
      inputs: ['M', 'G'],
      told: [],
      body: `m * ${kept1} + g * ${taken1}`,
    }),
    kernelOf(util, {
      name: 'AdamSecond',
      inputs: ['V', 'G'],
      told: [],
      body: `v * ${kept2} + g * g * ${taken2}`,
    }),
  ];
  const moved = kernelOf(util, {
    name: 'AdamWeight',
    inputs: ['W', 'M', 'V'],
    told: [{ name: 'scaled', type: 'float32' }],
    body: `w - m * uniforms.scaled / (sqrt(v) + ${String(adam.epsilon)})`,
  });
  return (weight, slot, { gradient, scaled }) => {
    const m = first([slot.first, gradient], {});
    const v = second([slot.second, gradient], {});
    return [moved([weight, m, v], { scaled }), m, v];
  };
}

/** What is dropped follows from key and place alone, so that nothing is kept for the way back. */
function dropout(util: typeof webgpu_util): Operations['dropout'] {
  const drop = kernelOf(util, {
    name: 'Dropout',
    inputs: ['X'],
    told: [
      { name: 'key', type: 'uint32' },
      { name: 'rate', type: 'float32' },
    ],
    // PCG, the 32-bit permutation of Jarzynski and Olano (JCGT 9.3, 2020).
    before: `
      fn mixed(given : u32) -> u32 {
        let state = given * 747796405u + 2891336453u;
        let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
        return (word >> 22u) ^ word;
      }`,
    body: `select(x / (1.0 - uniforms.rate), 0.0,
      f32(mixed(u32(index) ^ uniforms.key) >> 8u) / 16777216.0 < uniforms.rate)`,
  });
  return (x, rate, { step, layer }) => {
    // The key of the step has never been on the card.
    const told = { key: keyOf(step.dataSync()[0] ?? 0, layer), rate };
    const dropped = tf.customGrad((given) => ({
      value: drop([given as Tensor], told),
      gradFunc: (dy: Tensor) => drop([dy], told),
    }));
    return dropped(x) as Tensor4D;
  };
}
