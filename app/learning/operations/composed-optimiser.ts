import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { adam, type Optimiser } from './operations.ts';

export interface Slot {
  readonly first: Tensor;
  readonly second: Tensor;
}

/** The weight and both its moments after a step; `scaled` is the rate with both corrections of the moments in it. */
export type AdamStep = (
  weight: Tensor,
  slot: Slot,
  along: { readonly gradient: Tensor; readonly scaled: number },
) => [Tensor, Tensor, Tensor];

/** Adam of plain tensors: each step makes new ones and lets the old ones go. Takes over `weights`. */
export function composedOptimiser(
  start: ReadonlyMap<string, Tensor>,
  step: AdamStep = stepped,
): Optimiser {
  const weights = new Map(start);
  const slots = new Map<string, Slot>();
  for (const [name, weight] of weights) {
    slots.set(name, { first: tf.zerosLike(weight), second: tf.zerosLike(weight) });
  }

  return {
    read: () => weights,

    apply(gradients, { rate, step: taken }) {
      const scaled =
        (rate * Math.sqrt(1 - Math.pow(adam.beta2, taken))) / (1 - Math.pow(adam.beta1, taken));
      for (const [name, gradient] of gradients) {
        const weight = weights.get(name);
        const slot = slots.get(name);
        if (weight === undefined || slot === undefined) continue;
        const [moved, first, second] = tf.tidy(() => step(weight, slot, { gradient, scaled }));
        tf.dispose([weight, slot.first, slot.second]);
        weights.set(name, moved);
        slots.set(name, { first, second });
      }
    },

    readSlots: () =>
      new Map(
        [...slots].flatMap(([name, { first, second }]): [string, Tensor][] => [
          [`${name}/first`, first],
          [`${name}/second`, second],
        ]),
      ),

    setSlots(values) {
      for (const [name, { first, second }] of slots) {
        const given = { first: values.get(`${name}/first`), second: values.get(`${name}/second`) };
        if (given.first === undefined || given.second === undefined) {
          throw new Error(`The optimiser's figures of “${name}” are missing.`);
        }
        tf.dispose([first, second]);
        slots.set(name, { first: given.first, second: given.second });
      }
    },

    dispose() {
      tf.dispose([...weights.values()]);
      for (const { first, second } of slots.values()) tf.dispose([first, second]);
    },
  };
}

function stepped(
  ...[weight, { first, second }, { gradient, scaled }]: Parameters<AdamStep>
): [Tensor, Tensor, Tensor] {
  const newFirst = tf.add(tf.mul(first, adam.beta1), tf.mul(gradient, 1 - adam.beta1));
  const newSecond = tf.add(tf.mul(second, adam.beta2), tf.mul(tf.square(gradient), 1 - adam.beta2));
  const change = tf.div(tf.mul(newFirst, scaled), tf.add(tf.sqrt(newSecond), adam.epsilon));
  return [tf.sub(weight, change), newFirst, newSecond];
}
