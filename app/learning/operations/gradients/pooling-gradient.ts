import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';

interface Pooling {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
}

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/**
 * The gradient of taking the largest of each 2 x 2 pixels. The first of equals gets it all, as with TensorFlow; with the
 * kernel that WebAssembly brings all of them do, and after a ReLU most are equal. Throws for windows of another size.
 */
export function maxPoolGradient(
  dy: Tensor4D,
  { input, output }: { readonly input: Tensor4D; readonly output: Tensor4D },
  { filterSize, strides }: Pooling,
): Tensor4D {
  if ([filterSize, strides].flat().some((each) => each !== 2)) {
    throw new Error('Only pooling of 2 x 2 pixels can be learned through in WebAssembly.');
  }
  const [batch, height, width, channels] = input.shape;
  const [, rows, columns] = output.shape;
  // Pixels beyond the border, where the size is odd, or left out by it.
  const [below, beside] = [rows * 2 - height, columns * 2 - width];
  const covered = tf.slice4d(
    input,
    [0, 0, 0, 0],
    [batch, Math.min(height, rows * 2), Math.min(width, columns * 2), channels],
  );
  const whole = tf.pad4d(
    covered,
    [
      [0, 0],
      [0, Math.max(0, below)],
      [0, Math.max(0, beside)],
      [0, 0],
    ],
    -Infinity,
  );
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
  const all: Tensor = tf.reshape(tf.concat(pairs, 1), [batch, rows * 2, columns * 2, channels]);
  const kept = tf.slice(all, [0, 0, 0, 0], [batch, covered.shape[1], covered.shape[2], channels]);
  const missing: [number, number][] = [
    [0, 0],
    [0, Math.max(0, -below)],
    [0, Math.max(0, -beside)],
    [0, 0],
  ];
  return tf.pad(kept, missing) as Tensor4D;
}
