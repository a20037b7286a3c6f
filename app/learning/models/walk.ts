import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import { outputOf, type Forward } from './forward.ts';
import type { Layer } from './network.ts';

/** What one layer takes and gives, [1, height, width, channels] each. The tensors are lent until `see` has ended. */
export interface Seen {
  readonly layer: Layer;
  readonly place: number;
  readonly inputs: readonly Tensor4D[];
  readonly output: Tensor4D;
}

/**
 * Takes a picture [1, height, width, 3] of 0..1 through the network call by call and shows what each layer gives, the softmax
 * too, until `see` answers that it has seen enough. Held are only those outputs that a later layer still takes.
 */
export async function walk(
  forward: Forward,
  picture: Tensor4D,
  see: (seen: Seen) => Promise<'go-on' | 'enough'>,
): Promise<void> {
  const { layers } = forward.network;
  const lastUse = new Map<string, number>();
  layers.forEach(({ from }, place) => {
    for (const name of from) lastUse.set(name, place);
  });
  const held = new Map<string, Tensor4D>();
  try {
    for (const [place, layer] of layers.entries()) {
      const inputs = layer.from.map((name) => {
        const input = held.get(name);
        if (input === undefined) throw new Error(`Layer “${layer.name}” comes before “${name}”.`);
        return input;
      });
      const output = tf.tidy(() => {
        const given = outputOf(forward, layer, [inputs[0] ?? picture, ...inputs.slice(1)]);
        // What changes nothing hands its input on: whose turn it is to let go of it must be plain.
        return given === picture || inputs.includes(given) ? tf.clone(given) : given;
      });
      held.set(layer.name, output);
      if ((await see({ layer, place, inputs, output })) === 'enough') return;
      for (const [name, tensor] of held) {
        if ((lastUse.get(name) ?? -1) > place) continue;
        tensor.dispose();
        held.delete(name);
      }
    }
  } finally {
    tf.dispose([...held.values()]);
  }
}
