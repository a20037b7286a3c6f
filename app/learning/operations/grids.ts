import * as tf from '@tensorflow/tfjs';
import type { Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import type { Size } from '../../domain/geometry.ts';
import { partOf } from '../models/grid-parts.ts';

/**
 * The averages of `cells` x `cells` parts of each picture, [batch, cells, cells, channels]. Where the size does not divide,
 * neighbours share a row or a column, as with PyTorch's AdaptiveAvgPool2d.
 */
export function averagedGrid(x: Tensor4D, cells: number): Tensor4D {
  const [, height, width] = x.shape;
  return mapped(x, { rows: averaging(height, cells), columns: averaging(width, cells) });
}

/** A grid as large as is wanted, bilinear between the middles of its cells, as Keras enlarges. */
export function enlargedGrid(x: Tensor4D, { height, width }: Size): Tensor4D {
  const [, rows, columns] = x.shape;
  return mapped(x, { rows: enlarging(rows, height), columns: enlarging(columns, width) });
}

/** For each new row or column what the old ones have for a share in it. */
type Shares = readonly (readonly number[])[];

/** As two products of matrices, which every backend has, gradients too. */
function mapped(
  x: Tensor4D,
  { rows, columns }: { readonly rows: Shares; readonly columns: Shares },
): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const high: Tensor3D = tf.matMul(
    tf.tensor3d([rows.map((row) => [...row])]),
    tf.reshape(x, [batch, height, width * channels]),
  );
  const whole: Tensor3D = tf.matMul(
    tf.tensor3d([columns.map((column) => [...column])]),
    tf.reshape(high, [batch * rows.length, width, channels]),
  );
  return tf.reshape(whole, [batch, rows.length, columns.length, channels]);
}

function averaging(length: number, cells: number): Shares {
  return Array.from({ length: cells }, (_, cell) => {
    const [first, beyond] = partOf(length, cells, cell);
    return Array.from({ length }, (__, at) =>
      first <= at && at < beyond ? 1 / (beyond - first) : 0,
    );
  });
}

function enlarging(from: number, to: number): Shares {
  return Array.from({ length: to }, (_, at) => {
    const place = Math.min(Math.max(((at + 0.5) * from) / to - 0.5, 0), from - 1);
    return Array.from({ length: from }, (__, cell) => Math.max(0, 1 - Math.abs(place - cell)));
  });
}
