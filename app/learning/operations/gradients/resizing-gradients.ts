import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs';

/** The gradient of enlarging by the nearest pixel. Throws where that is not by a whole number. */
export function nearestGradient(images: Tensor4D, dy: Tensor4D): Tensor4D {
  const [, height, width] = images.shape;
  const [, rows, columns] = dy.shape;
  const window: [number, number] = [rows / height, columns / width];
  if (!window.every(Number.isInteger)) {
    throw new Error('Only enlarging by a whole number can be learned through.');
  }
  return tf.mul(tf.avgPool(dy, window, window, 'valid'), window[0] * window[1]);
}

/** The gradient of enlarging between pixels: along each axis a product with the shares that old pixels have in new ones. */
export function bilinearGradient(images: Tensor4D, dy: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const [, rows, columns] = dy.shape;
  const byRows = tf.matMul(
    tf.tile(tf.expandDims(sharesOf(height, rows), 0), [batch, 1, 1]),
    tf.reshape(dy, [batch, rows, columns * channels]),
  );
  const byColumns = tf.matMul(
    tf.tile(tf.expandDims(sharesOf(width, columns), 0), [batch * height, 1, 1]),
    tf.reshape(byRows, [batch * height, columns, channels]),
  );
  return tf.reshape(byColumns, images.shape);
}

/** [from, to] */
function sharesOf(from: number, to: number): Tensor2D {
  const shares = new Float32Array(from * to);
  for (let at = 0; at < to; at++) {
    const place = (at * from) / to;
    const first = Math.floor(place);
    const second = Math.min(first + 1, from - 1);
    shares[first * to + at]! += 1 - (place - first);
    shares[second * to + at]! += place - first;
  }
  return tf.tensor2d(shares, [from, to]);
}
