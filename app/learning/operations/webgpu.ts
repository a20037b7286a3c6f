import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import type { webgpu_util } from '@tensorflow/tfjs-backend-webgpu';
import { keyOf } from '../data/random.ts';
import { composedOptimiser, type WeightSteps } from './composed-optimiser.ts';
import { blended, composed } from './composed.ts';
import type { Operations } from './operations.ts';
import { adam, sgd } from './optimisers.ts';
import { kernelOf } from './webgpu-kernels.ts';

/**
 * What a graphics card would refuse of the compositions, or be slow at, said otherwise: each call of a program costs it the
 * same, however small its tensors are.
 */
export function webgpuOperations(util: typeof webgpu_util): Operations {
  const steps = weightSteps(util);
  return {
    ...composed,
    normaliseBatch: normaliseBatch(util),
    dropout: dropout(util),
    // A program has room for a few tensors, while addN takes all of them into one.
    sumOfSquares: (tensors) => tf.sum(tf.stack(tensors.map((tensor) => tf.sum(tf.square(tensor))))),
    optimiser: (weights, settings) => composedOptimiser(weights, settings, steps),
  };
}

/** Three programs for a weight in place of eleven, and two in place of four. */
function weightSteps(util: typeof webgpu_util): WeightSteps {
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
    told: [
      { name: 'scaled', type: 'float32' },
      { name: 'kept', type: 'float32' },
    ],
    body: `w * uniforms.kept - m * uniforms.scaled / (sqrt(v) + ${String(adam.epsilon)})`,
  });
  const faster = kernelOf(util, {
    name: 'SgdVelocity',
    inputs: ['V', 'G'],
    told: [{ name: 'rate', type: 'float32' }],
    body: `v * ${String(sgd.momentum)} - g * uniforms.rate`,
  });
  return {
    adam(weight, slots, { gradient, scaled, kept }) {
      const [m, v] = slots as [Tensor, Tensor];
      const fresh = [first([m, gradient], {}), second([v, gradient], {})] as const;
      return [moved([weight, ...fresh], { scaled, kept }), ...fresh];
    },
    sgd(weight, slots, { gradient, rate }) {
      const [velocity] = slots as [Tensor];
      const fresh = faster([velocity, gradient], { rate });
      return [tf.add(weight, fresh), fresh];
    },
  };
}

/** Its gradient written out (Ioffe and Szegedy 2015), where tfjs goes back through each operation of mean and variance. */
function normaliseBatch(util: typeof webgpu_util): Operations['normaliseBatch'] {
  const epsilon = { name: 'epsilon', type: 'float32' } as const;
  // Along D; the answer has the shape of X, and the others are one number a channel.
  const product = kernelOf(util, {
    name: 'NormalisationProduct',
    inputs: ['X', 'D', 'M', 'V'],
    told: [epsilon],
    body: 'd * (x - m) * inverseSqrt(v + uniforms.epsilon)',
  });
  const slope = kernelOf(util, {
    name: 'NormalisationSlope',
    inputs: ['X', 'D', 'M', 'V', 'G', 'P', 'Q'],
    told: [epsilon, { name: 'count', type: 'float32' }],
    before: `
      fn slope(x : f32, d : f32, m : f32, scale : f32, g : f32, p : f32, q : f32) -> f32 {
        return g * scale * (d - (p + (x - m) * scale * q) / uniforms.count);
      }`,
    body: 'slope(x, d, m, inverseSqrt(v + uniforms.epsilon), g, p, q)',
  });
  return (x, given) => {
    const told = { epsilon: given.epsilon };
    const count = x.size / (x.shape[3] || 1);
    const figures: Tensor[] = [];
    const normalise = tf.customGrad((...inputs) => {
      const [picture, scale, offset, save] = inputs as [
        Tensor4D,
        Tensor1D,
        Tensor1D,
        tf.GradSaveFunc,
      ];
      const { mean, variance } = tf.moments(picture, [0, 1, 2]);
      figures.push(mean, variance);
      save([picture, scale, mean, variance]);
      return {
        value: tf.batchNorm(
          picture,
          mean as Tensor1D,
          variance as Tensor1D,
          offset,
          scale,
          given.epsilon,
        ),
        gradFunc(dy: Tensor, saved: Tensor[]) {
          const [seen, gamma, average, spread] = saved as [Tensor, Tensor, Tensor, Tensor];
          const byOffset = tf.sum(dy, [0, 1, 2]);
          const byScale = tf.sum(product([seen, dy, average, spread], told), [0, 1, 2]);
          const all = [seen, dy, average, spread, gamma, byOffset, byScale];
          return [slope(all, { ...told, count }), byScale, byOffset];
        },
      };
    });
    const y = normalise(x, given.scale, given.offset);
    const [mean, variance] = figures as [Tensor, Tensor];
    return { y, ...blended(given, { mean, variance, count }) };
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
