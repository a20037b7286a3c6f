import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Optimiser } from './operations.ts';
import { adam, decayOf, sgd, slotsOf, type OptimiserSettings } from './optimisers.ts';

/** What a weight is moved by. */
export interface Along {
  readonly gradient: Tensor;
  readonly rate: number;
  /** The rate with both corrections of Adam's moments in it. */
  readonly scaled: number;
  /** The share of the weight that stays before it is moved: 1 without decay. */
  readonly kept: number;
}

/** The weight and its slots after a step, in the order of `slotsOf`. */
export type WeightStep = (
  weight: Tensor,
  slots: readonly Tensor[],
  along: Along,
) => readonly Tensor[];

export interface WeightSteps {
  /** AdamW's too. */
  readonly adam: WeightStep;
  readonly sgd: WeightStep;
}

/** Plain tensors: each step makes new ones and lets the old ones go. Takes over `weights`. */
export function composedOptimiser(
  start: ReadonlyMap<string, Tensor>,
  settings: OptimiserSettings,
  steps: WeightSteps = { adam: adamStep, sgd: sgdStep },
): Optimiser {
  const step = settings.kind === 'sgd' ? steps.sgd : steps.adam;
  const slotNames = slotsOf(settings);
  const weights = new Map(start);
  const slots = new Map<string, readonly Tensor[]>();
  for (const [name, weight] of weights) {
    slots.set(
      name,
      slotNames.map(() => tf.zerosLike(weight)),
    );
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
        const kept = 1 - decayOf(settings, weight, rate);
        const [moved, ...fresh] = tf.tidy(() => [
          ...step(weight, slot, { gradient, rate, scaled, kept }),
        ]);
        if (moved === undefined) throw new Error('A step gave no weight.');
        tf.dispose([weight, ...slot]);
        weights.set(name, moved);
        slots.set(name, fresh);
      }
    },

    readSlots: () =>
      new Map(
        [...slots].flatMap(([name, tensors]) =>
          tensors.map((tensor, at) => [`${name}/${slotNames[at] ?? ''}`, tensor] as const),
        ),
      ),

    setSlots(values) {
      for (const [name, tensors] of slots) {
        const given = slotNames.map((slot) => {
          const value = values.get(`${name}/${slot}`);
          if (value === undefined) {
            throw new Error(`The optimiser's figures of “${name}” are missing.`);
          }
          return value;
        });
        tf.dispose([...tensors]);
        slots.set(name, given);
      }
    },

    dispose() {
      tf.dispose([...weights.values()]);
      for (const tensors of slots.values()) tf.dispose([...tensors]);
    },
  };
}

function adamStep(...[weight, slots, { gradient, scaled, kept }]: Parameters<WeightStep>) {
  const [first, second] = slots as [Tensor, Tensor];
  const newFirst = tf.add(tf.mul(first, adam.beta1), tf.mul(gradient, 1 - adam.beta1));
  const newSecond = tf.add(tf.mul(second, adam.beta2), tf.mul(tf.square(gradient), 1 - adam.beta2));
  const change = tf.div(tf.mul(newFirst, scaled), tf.add(tf.sqrt(newSecond), adam.epsilon));
  const shrunk = kept === 1 ? weight : tf.mul(weight, kept);
  return [tf.sub(shrunk, change), newFirst, newSecond];
}

function sgdStep(...[weight, slots, { gradient, rate }]: Parameters<WeightStep>) {
  const [velocity] = slots as [Tensor];
  const newVelocity = tf.sub(tf.mul(velocity, sgd.momentum), tf.mul(gradient, rate));
  return [tf.add(weight, newVelocity), newVelocity];
}
