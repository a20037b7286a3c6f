import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** The numbers of tensors, which are then let go. They are the backend's own where it lends them: whoever keeps them copies. */
export async function taken<const T extends readonly Tensor[]>(
  tensors: T,
): Promise<{ readonly [Key in keyof T]: Float32Array | Int32Array | Uint8Array }> {
  try {
    // All are asked for at once: a GPU then answers once.
    return (await Promise.all(tensors.map((tensor) => tensor.data()))) as {
      readonly [Key in keyof T]: Float32Array | Int32Array | Uint8Array;
    };
  } finally {
    tf.dispose([...tensors]);
  }
}
