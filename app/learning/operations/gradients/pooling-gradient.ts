import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';

interface Pooling {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/**
 * The gradient of taking the largest of each 2 x 2 pixels. The first of equals gets it all, as with TensorFlow.
 * Throws for windows of another size, and for those that leave pixels out.
 */
export function maxPoolGradient(
  dy: Tensor4D,
  { input, output }: { readonly input: Tensor4D; readonly output: Tensor4D },
  { filterSize, strides, pad }: Pooling,
): Tensor4D {
  if (pad !== 'same' || [filterSize, strides].flat().some((each) => each !== 2)) {
    throw new Error(
      'Only pooling of 2 x 2 pixels that leaves none out can be learned through here.',
    );
  }
  const [batch, height, width, channels] = input.shape;
  const [, rows, columns] = output.shape;
  // Where the size is odd, the last windows reach beyond the border.
  const beyond: [number, number][] = [
    [0, 0],
    [0, rows * 2 - height],
    [0, columns * 2 - width],
    [0, 0],
  ];
  const whole = tf.pad(input, beyond, -Infinity);
  const windows: Tensor4D = tf.reshape(whole, [batch * rows, 2, columns, 2 * channels]);
  const shape = [batch * rows, 1, columns, channels] as const;
  const largest: Tensor4D = tf.reshape(output, [...shape]);
  let left: Tensor4D = tf.onesLike(largest);
  const parts = corners.map(([down, across]): Tensor4D => {
    const values = tf.slice4d(windows, [0, down, 0, across * channels], [-1, 1, -1, channels]);
    const taken: Tensor4D = tf.mul(left, tf.cast(tf.equal(values, largest), 'float32'));
    left = tf.sub(left, taken);
    return tf.mul(tf.reshape(dy, [...shape]), taken);
  });
  const pairs = [tf.concat(parts.slice(0, 2), 3), tf.concat(parts.slice(2), 3)];
  const all: Tensor4D = tf.reshape(tf.concat(pairs, 1), [batch, rows * 2, columns * 2, channels]);
  return tf.slice4d(all, [0, 0, 0, 0], input.shape);
}
