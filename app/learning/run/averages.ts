import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/**
 * Running averages of every weight, gathered ones too: what validates, is kept as best and last, and predicts. The newest
 * weights, which learn on, sway from batch to batch; their average sways less.
 */
export interface Averages {
  /** By weight name; nothing to dispose. */
  read(): ReadonlyMap<string, Tensor>;
  /** Takes the weights of a step in, which counts from 1. They stay the caller's. */
  take(weights: ReadonlyMap<string, Tensor>, step: number): void;
  /** Takes the tensors over. */
  set(values: ReadonlyMap<string, Tensor>): void;
  dispose(): void;
}

/** Of a run's averages in its checkpoints, beside what the optimiser keeps. */
export function averageName(weight: string): string {
  return `${weight}/average`;
}

/**
 * The share of a weight that comes into its average at a step, which counts from 1: what `decay` leaves, and more in the
 * beginning, min(decay, (1 + t) / (10 + t)) staying, as TensorFlow's ExponentialMovingAverage has it. So the random
 * weights of the beginning are soon forgotten.
 */
export function freshShare(decay: number, step: number): number {
  return 1 - Math.min(decay, (1 + step) / (10 + step));
}

/** Begins with copies of the weights. */
export function createAverages(weights: ReadonlyMap<string, Tensor>, decay: number): Averages {
  const averages = new Map([...weights].map(([name, weight]) => [name, tf.clone(weight)]));

  function put(name: string, value: Tensor): void {
    averages.get(name)?.dispose();
    averages.set(name, value);
  }

  return {
    read: () => averages,
    take(fresh, step) {
      const share = freshShare(decay, step);
      for (const [name, average] of averages) {
        const weight = fresh.get(name);
        if (weight === undefined) continue;
        const moved = tf.tidy(() => tf.sub(average, tf.mul(tf.sub(average, weight), share)));
        put(name, moved);
      }
    },
    set(values) {
      for (const name of averages.keys()) {
        const value = values.get(name);
        if (value === undefined) throw new Error(`The average of “${name}” is missing.`);
        put(name, value);
      }
    },
    dispose() {
      tf.dispose([...averages.values()]);
    },
  };
}
