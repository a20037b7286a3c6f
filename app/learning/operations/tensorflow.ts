import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { kernelsOf, type KernelBackend, type Kernels } from './kernels.ts';
import type { Draw, Normalisation, NormalisedBatch, Operations } from './operations.ts';
import { tensorflowOptimiser } from './tensorflow-optimiser.ts';

/**
 * TensorFlow's fused kernels, each with its own gradient, in place of tfjs' compositions of a dozen small ones.
 * Measured on two cores, 4 x 128 x 128 x 32, forward and back: normalisation 14 times faster, ReLU 3.6 times.
 */
export function tensorflowOperations(backend: KernelBackend): Operations {
  const kernels = kernelsOf(backend);
  return {
    relu: reluWith(kernels),
    relu6: relu6With(kernels),
    addBias: addBiasWith(kernels),
    normaliseBatch: (x, given) => normaliseBatch(kernels, x, given),
    dropout: (x, rate, draw) => tf.mul(x, dropoutMask(kernels, x.shape, { rate, draw })),
    sumOfSquares(tensors) {
      const attributes = [kernels.float('T')];
      const each = tensors.map((tensor) => kernels.run('L2Loss', attributes, [tensor]));
      // The kernel gives half of it.
      return tf.mul<Scalar>(tf.addN(each), 2);
    },
    optimiser: (weights, settings) => tensorflowOptimiser(kernels, weights, settings),
  };
}

function reluWith(kernels: Kernels): Operations['relu'] {
  const attributes = [kernels.float('T')];
  return tf.customGrad((x, save) => {
    const value = kernels.run('Relu', attributes, [x as Tensor]);
    (save as tf.GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        kernels.run('ReluGrad', attributes, [dy, ...saved]),
    };
  }) as (x: Tensor4D) => Tensor4D;
}

function relu6With(kernels: Kernels): Operations['relu6'] {
  const attributes = [kernels.float('T')];
  return tf.customGrad((x, save) => {
    const value = kernels.run('Relu6', attributes, [x as Tensor]);
    (save as tf.GradSaveFunc)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        kernels.run('Relu6Grad', attributes, [dy, ...saved]),
    };
  }) as (x: Tensor4D) => Tensor4D;
}

function addBiasWith(kernels: Kernels): Operations['addBias'] {
  const attributes = [kernels.float('T')];
  return tf.customGrad((x, bias) => ({
    value: kernels.run('BiasAdd', attributes, [x as Tensor, bias as Tensor]),
    gradFunc: (dy: Tensor) => [dy, kernels.run('BiasAddGrad', attributes, [dy])],
  })) as (x: Tensor4D, bias: Tensor1D) => Tensor4D;
}

/** The kernel takes the square root's rounding a little differently from a composition: they agree to 1e-5. */
function normaliseBatch(kernels: Kernels, x: Tensor4D, given: Normalisation): NormalisedBatch {
  const shared = [
    kernels.float('T'),
    kernels.float('U'),
    kernels.number('epsilon', given.epsilon),
    kernels.text('data_format', 'NHWC'),
    kernels.flag('is_training', true),
  ];
  const blended = [...shared, kernels.number('exponential_avg_factor', 1 - given.momentum)];
  const running: Tensor[] = [];
  const normalise = tf.customGrad((picture, scale, offset, save) => {
    const inputs = [picture, scale, offset] as Tensor[];
    const [y, mean, variance, ...reserve] = kernels.runMany('FusedBatchNormV3', blended, {
      inputs: [...inputs, given.runningMean, given.runningVariance],
      outputs: 6,
    });
    if (y === undefined || mean === undefined || variance === undefined) {
      throw new Error('FusedBatchNormV3 gave too little.');
    }
    running.push(tf.keep(mean), tf.keep(variance));
    (save as tf.GradSaveFunc)([picture as Tensor, scale as Tensor, ...reserve]);
    return {
      value: y,
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        kernels
          .runMany('FusedBatchNormGradV3', shared, { inputs: [dy, ...saved], outputs: 5 })
          .slice(0, 3),
    };
  });
  const y = normalise(x, given.scale, given.offset) as Tensor4D;
  const [runningMean, runningVariance] = running as [Tensor1D, Tensor1D];
  return { y, runningMean, runningVariance };
}

/** 0 for the share that is dropped, 1 / (1 - rate) for the rest. */
function dropoutMask(
  kernels: Kernels,
  shape: readonly number[],
  { rate, draw }: { readonly rate: number; readonly draw: Draw },
): Tensor4D {
  return tf.tidy(() => {
    const random = kernels.run(
      'StatelessRandomUniform',
      [kernels.float('dtype'), kernels.int32('T'), kernels.int32('Tseed')],
      [
        tf.tensor1d([...shape], 'int32'),
        tf.concat([draw.step, tf.tensor1d([draw.layer | 0], 'int32')]),
      ],
    );
    const kept = kernels.run('Floor', [kernels.float('T')], [tf.add(random, 1 - rate)]);
    return tf.mul<Tensor4D>(kept, 1 / (1 - rate));
  });
}
