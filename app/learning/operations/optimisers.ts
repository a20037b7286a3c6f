import type { TrainingSettings } from '../../contract/training.ts';

/** How weights follow their gradients: the figures of each rule, and what of a weight a run has to keep for it. */

/** Adam (Kingma and Ba 2015) with epsilon where Keras has it, and AdamW (Loshchilov and Hutter 2019). */
export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
/** With momentum as Keras has it: the velocity holds the rate. */
export const sgd = { momentum: 0.9 } as const;

export interface OptimiserSettings {
  readonly kind: TrainingSettings['optimiser'];
  /** Of AdamW: what a step takes off a weight, as a multiple of weight and rate. */
  readonly weightDecay: number;
}

export const plainAdam: OptimiserSettings = { kind: 'adam', weightDecay: 0 };

export function optimiserOf({
  optimiser,
  weightDecay,
}: Pick<TrainingSettings, 'optimiser' | 'weightDecay'>): OptimiserSettings {
  return { kind: optimiser, weightDecay };
}

/** Names of the tensors, each as large as the weight, that are kept for every weight. */
export function slotsOf({ kind }: Pick<OptimiserSettings, 'kind'>): readonly string[] {
  return kind === 'sgd' ? ['velocity'] : ['first', 'second'];
}

/** Of a weight, the share that goes with each step at such a rate. Biases and normalisations, which have one axis, keep all. */
export function decayOf(
  { kind, weightDecay }: OptimiserSettings,
  { shape }: { readonly shape: readonly number[] },
  rate: number,
): number {
  return kind === 'adamw' && shape.length > 1 ? rate * weightDecay : 0;
}
