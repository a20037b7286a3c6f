import * as tf from '@tensorflow/tfjs';
import type { NamedTensorMap, Tensor, Tensor4D } from '@tensorflow/tfjs';

const pooling = { filterSize: 2, strides: 2, pad: 'same' } as const;

/**
 * `values` [batch, rows, columns, channels] laid where, in each 2 x 2 of `pooled`, the largest was that `pool` holds; 0
 * elsewhere. Answers the shape of `pooled`. That is what pooling's own gradient does, so its kernel does it in every backend.
 */
export function unpooled(values: Tensor4D, pooled: Tensor4D, pool: Tensor4D): Tensor4D {
  const spread = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([pooled, pool]);
    return {
      value: atSwitches(x as Tensor4D, pooled, pool),
      gradFunc: (dy: Tensor, [source, largest]: Tensor[]) =>
        collected(dy as Tensor4D, source as Tensor4D, largest as Tensor4D),
    };
  }) as (x: Tensor4D) => Tensor4D;
  return spread(values);
}

function atSwitches(values: Tensor4D, pooled: Tensor4D, pool: Tensor4D): Tensor4D {
  const inputs = { dy: values, input: pooled, output: pool } as unknown as NamedTensorMap;
  return tf.engine().runKernel('MaxPoolGrad', inputs, pooling);
}

/** The gradient by the values: what reaches each from the one place where it went. */
function collected(dy: Tensor4D, pooled: Tensor4D, pool: Tensor4D): Tensor4D {
  // Ones that a recorded graph computes, instead of carrying them along as a constant.
  const ones = tf.cast<Tensor4D>(tf.equal(pool, pool), 'float32');
  const places = atSwitches(ones, pooled, pool);
  const [, height, width] = dy.shape;
  // Where the size is odd, the last windows reach beyond the border.
  const beyond: [number, number][] = [
    [0, 0],
    [0, height % 2],
    [0, width % 2],
    [0, 0],
  ];
  return tf.mul(tf.avgPool(tf.pad(tf.mul(dy, places), beyond), 2, 2, 'valid'), 4);
}
