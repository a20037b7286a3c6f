import * as tf from '@tensorflow/tfjs';
import type { Shape, Tensor, Tensor4D } from '@tensorflow/tfjs';
import { unpooled } from '../operations/unpooling.ts';

/**
 * Unpooling as a layer of a tfjs model: its inputs are what is enlarged, what was pooled, and the pool. tfjs has none; who
 * opens such a model elsewhere registers a class of this name.
 */
export class MaxUnpooling2D extends tf.layers.Layer {
  static className = 'MaxUnpooling2D';

  override computeOutputShape(shapes: Shape | Shape[]): Shape | Shape[] {
    return (shapes as Shape[])[1] ?? [];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [values, pooled, pool] = inputs as [Tensor4D, Tensor4D, Tensor4D];
    return unpooled(values, pooled, pool);
  }
}
tf.serialization.registerClass(MaxUnpooling2D);
