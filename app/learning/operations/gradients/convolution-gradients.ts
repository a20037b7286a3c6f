import * as tf from '@tensorflow/tfjs';
import type { Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';

export interface Convolution {
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

export type Shape4D = [number, number, number, number];

/**
 * The gradient of a convolution by its input, as a forward convolution: the filter turned half around is moved over
 * `dy`. `dy` is [batch, rows, columns, out], `filter` [height, width, in, out].
 */
export function inputGradient(
  dy: Tensor4D,
  filter: Tensor4D,
  { strides, pad, inputShape }: Convolution & { readonly inputShape: Shape4D },
): Tensor4D {
  const turned: Tensor4D = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  const given = { strides, pad, inputShape, filterShape: filter.shape };
  return tf.conv2d(aroundInput(dy, given), turned, 1, 'valid');
}

/** `dy` with as much around and between its pixels as a filter that is moved over it, turned, answers the input's size. */
export function aroundInput(
  dy: Tensor4D,
  {
    strides,
    pad,
    inputShape,
    filterShape,
  }: Convolution & { readonly inputShape: Shape4D; readonly filterShape: Shape4D },
): Tensor4D {
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
  const [, rows, columns] = inputShape;
  const [height, width] = filterShape;
  const apart = takenApart(dy, [info.strideHeight, info.strideWidth]);
  const above = height - 1 - info.padInfo.top;
  const before = width - 1 - info.padInfo.left;
  const below = rows + height - 1 - above - apart.shape[1];
  const behind = columns + width - 1 - before - apart.shape[2];
  const around: [number, number][] = [
    [0, 0],
    [above, below],
    [before, behind],
    [0, 0],
  ];
  return tf.pad(apart, around);
}

/**
 * The gradient of a convolution by its filter, [height, width, in, out], as a forward convolution: each input channel is
 * a picture of its own, over which `dy` is moved as a filter. Such a filter has few channels, one for each picture of the
 * batch, and a kernel is quick only with many: so a whole row is taken as one pixel with as many channels as there are
 * columns, and each shift to the side is a picture of its own as well.
 */
export function filterGradient(
  x: Tensor4D,
  dy: Tensor4D,
  { strides, pad, filterShape }: Convolution & { readonly filterShape: Shape4D },
): Tensor4D {
  const [height, width, inputs, outputs] = filterShape;
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad);
  const { top, bottom, left, right } = info.padInfo;
  const [batch, , columns] = dy.shape;
  const padded = tf.pad4d(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const [, paddedRows, paddedColumns] = padded.shape;
  const byChannel: Tensor3D = tf.reshape(tf.transpose(tf.reshape(padded, [-1, inputs]), [1, 0]), [
    inputs,
    batch * paddedRows,
    paddedColumns,
  ]);
  const across = info.strideWidth;
  const reach = (columns - 1) * across + 1;
  const shifts = Array.from({ length: width }, (_, by) => {
    const shifted = tf.slice3d(byChannel, [0, 0, by], [-1, -1, reach]);
    return across === 1
      ? shifted
      : tf.stridedSlice(shifted, [0, 0, 0], shifted.shape, [1, 1, across]);
  });
  const pictures: Tensor4D = tf.reshape(tf.concat(shifts, 0), [
    width * inputs,
    batch * paddedRows,
    1,
    columns,
  ]);
  const moved = rowsOf(dy, { step: info.strideHeight, rows: paddedRows });
  const movedRows = batch * paddedRows - (height - 1);
  const found = tf.conv2d(
    pictures,
    tf.reshape(tf.slice2d(moved, [0, 0], [movedRows, -1]), [movedRows, 1, columns, outputs]),
    1,
    'valid',
  );
  return tf.transpose(tf.reshape(found, [width, inputs, height, outputs]), [2, 0, 1, 3]);
}

/**
 * The rows of all pictures in one column, `step` apart, and so many of each picture: what is over is nothing, so that the
 * rows of one picture meet none of the next.
 */
function rowsOf(
  dy: Tensor4D,
  { step, rows }: { readonly step: number; readonly rows: number },
): Tensor2D {
  const [batch, , columns, channels] = dy.shape;
  const apart = takenApart(dy, [step, 1]);
  const over = rows - apart.shape[1];
  const all = tf.pad4d(apart, [
    [0, 0],
    [0, over],
    [0, 0],
    [0, 0],
  ]);
  return tf.reshape(all, [batch * rows, columns * channels]);
}

/** Rows and columns so far apart, with nothing between them. */
function takenApart(dy: Tensor4D, [down, across]: readonly [number, number]): Tensor4D {
  if (down === 1 && across === 1) return dy;
  const [batch, rows, columns, channels] = dy.shape;
  const high = tf.pad4d(tf.reshape(dy, [batch * rows, 1, columns, channels]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, 0],
  ]);
  const wide = tf.pad4d(tf.reshape(high, [batch * rows * down, columns, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const whole: Tensor4D = tf.reshape(wide, [batch, rows * down, columns * across, channels]);
  const size = [-1, (rows - 1) * down + 1, (columns - 1) * across + 1, -1] as Shape4D;
  return tf.slice4d(whole, [0, 0, 0, 0], size);
}
