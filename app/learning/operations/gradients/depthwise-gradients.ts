import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { aroundInput, type Convolution, type Shape4D } from './convolution-gradients.ts';

/** Gradients of a convolution of each channel by itself, as forward ones. One filter a channel, no dilation. */

/** By the input. `dy` is [batch, rows, columns, channels], `filter` [height, width, channels, 1]. */
export function depthwiseInputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  { strides, pad, inputShape }: Convolution & { readonly inputShape: Shape4D },
): Tensor4D {
  const around = aroundInput(dy, { strides, pad, inputShape, filterShape: filter.shape });
  return tf.depthwiseConv2d(around, tf.reverse(filter, [0, 1]), 1, 'valid');
}

/**
 * By the filter, [height, width, channels, 1]: `dy` is moved as a filter over the input, which it covers but for height and
 * width. Each channel of each picture is a channel there; the pictures are then added up.
 */
export function depthwiseFilterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  { strides, pad, filterShape }: Convolution & { readonly filterShape: Shape4D },
): Tensor4D {
  const [height, width, channels] = filterShape;
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  const { top, bottom, left, right } = info.padInfo;
  const [batch, rows, columns] = dy.shape;
  const padded = tf.pad4d(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  // Steps may leave a row or a column over that no filter sees.
  const seen = tf.slice4d(
    padded,
    [0, 0, 0, 0],
    [
      batch,
      (rows - 1) * info.strideHeight + height,
      (columns - 1) * info.strideWidth + width,
      channels,
    ],
  );
  const moved: Tensor4D = tf.reshape(sideBySide(dy), [rows, columns, batch * channels, 1]);
  const found = tf.depthwiseConv2d(sideBySide(seen), moved, 1, 'valid', 'NHWC', [
    info.strideHeight,
    info.strideWidth,
  ]);
  return tf.reshape(tf.sum(tf.reshape(found, [height, width, batch, channels]), 2), [
    height,
    width,
    channels,
    1,
  ]);
}

/** [1, rows, columns, batch * channels] */
function sideBySide(x: Tensor4D): Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  return tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [1, rows, columns, batch * channels]);
}
