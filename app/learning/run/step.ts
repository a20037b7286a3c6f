import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs';
import { allLogitsOf } from '../models/forward.ts';
import type { Network } from '../models/network.ts';
import type { Operations } from '../operations/operations.ts';
import type { OptimiserSettings } from '../operations/optimisers.ts';
import type { Parameters } from './parameters.ts';
import { lossOf, type Found, type LossSettings } from './loss.ts';
import { taken } from '../operations/taken.ts';

export interface StepSettings {
  /** As it is taught: with answers of inner levels behind its own, where they are to teach. */
  readonly network: Network;
  readonly operations: Operations;
  readonly loss: LossSettings;
  /** Adam where it is left out. */
  readonly optimiser?: OptimiserSettings;
  /** The longest that all gradients may be together; any length where it is 0 or left out. */
  readonly clipNorm?: number;
  /** The share of the weights' running averages that stays at a step; there are none where it is 0 or left out. */
  readonly averaging?: number;
  /** Whether each step has as many pictures with pseudo labels behind those with labels. */
  readonly pseudoLabelled?: boolean;
}

/** Pictures [batch, side, side, 3] of 0..1 and their label values [batch * side * side] as int32. */
export interface TensorBatch {
  readonly pictures: Tensor4D;
  readonly labels: Tensor1D;
  /** Where the second half has pseudo labels: what the loss on it counts beside that on the first. */
  readonly pseudoWeight?: Scalar;
}

/** What one step did. When loss or gradients are not finite, nothing was changed. */
export type StepOutcome =
  | {
      readonly kind: 'stepped';
      readonly loss: number;
      /** The length of all gradients together, before they were clipped. */
      readonly gradientNorm: number;
      /** Of the labelled pictures, by the network's own answer: see `Found`. */
      readonly found: readonly number[];
    }
  | { readonly kind: 'not-finite'; readonly what: Unstepped };

/** What was not finite. The values between the layers are seen by the running figures of the normalisations. */
export type Unstepped = 'loss' | 'values between the layers' | 'gradients';

/** Learns from one batch. `step` counts from 1 and, with the seed, keys dropout. */
export async function trainStep(
  settings: StepSettings,
  parameters: Parameters,
  { batch, rate, step, key }: { batch: TensorBatch; rate: number; step: number; key: number },
): Promise<StepOutcome> {
  const gathered = new Map<string, Tensor1D>();
  const figures: Tensor1D[] = [];
  const names = [...parameters.trained().keys()];
  const [value, ...derivatives] = tf.tidy(() =>
    lossAndGradients(settings, parameters, {
      batch,
      key: keyTensor(key),
      gathered,
      found: (each) => void figures.push(each),
    }),
  );
  const gradients = new Map(zip(names, derivatives));
  try {
    const squares = tf.tidy(() => settings.operations.sumOfSquares(derivatives));
    const within = tf.tidy(() => sumWithin(value, [...gathered.values()]));
    const [[loss = NaN], [sum = NaN], [total = NaN], ...found] = await taken([
      value,
      within,
      squares,
      ...figures.splice(0),
    ]);
    if (!Number.isFinite(loss)) return { kind: 'not-finite', what: 'loss' };
    if (!Number.isFinite(sum)) return { kind: 'not-finite', what: 'values between the layers' };
    if (!Number.isFinite(total)) return { kind: 'not-finite', what: 'gradients' };
    const gradientNorm = Math.sqrt(total);
    applyClipped(parameters, gradients, { rate, step, share: shareOf(settings, gradientNorm) });
    parameters.setGathered(gathered);
    gathered.clear();
    return { kind: 'stepped', loss, gradientNorm, found: Array.from(found[0] ?? []) };
  } finally {
    tf.dispose([...derivatives, ...gathered.values(), ...figures]);
  }
}

/** Of gradients of such a length together, the share that is gone along. */
function shareOf({ clipNorm = 0 }: Pick<StepSettings, 'clipNorm'>, gradientNorm: number): number {
  return clipNorm === 0 ? 1 : clipNorm / Math.max(clipNorm, gradientNorm);
}

function applyClipped(
  parameters: Parameters,
  gradients: ReadonlyMap<string, Tensor>,
  { share, ...at }: { readonly share: number; readonly rate: number; readonly step: number },
): void {
  if (share === 1) {
    parameters.apply(gradients, at);
    return;
  }
  const clipped = new Map([...gradients].map(([name, each]) => [name, tf.mul(each, share)]));
  parameters.apply(clipped, at);
  tf.dispose([...clipped.values()]);
}

/**
 * Of the network's own logits and those of its inner levels that teach: each counts half of the one before, all together as much
 * as one, as in nnU-Net (Isensee et al. 2021).
 */
function lossOfAll(
  settings: StepSettings,
  [logits, ...levels]: readonly [Tensor4D, ...Tensor4D[]],
  batch: TensorBatch,
  found?: Found,
): Scalar {
  const own = lossOfStep(settings, logits, batch, found);
  if (levels.length === 0) return own;
  const all = levels.reduce<Scalar>(
    (sum, level, at) => tf.add(sum, tf.mul(lossOfStep(settings, level, batch), 2 ** -(at + 1))),
    own,
  );
  return tf.div(all, 2 - 2 ** -levels.length);
}

/** Of all that a step learns from. */
function lossOfStep(
  settings: StepSettings,
  logits: Tensor4D,
  { labels, pseudoWeight }: TensorBatch,
  found?: Found,
): Scalar {
  if (pseudoWeight === undefined) return lossFrom(settings, logits, labels, found);
  const [count, height, width, classes] = logits.shape;
  const half = count / 2;
  const pixels = labels.size / 2;
  const ofHalf = (at: 0 | 1, heard?: Found) =>
    lossFrom(
      settings,
      tf.slice4d(logits, [at * half, 0, 0, 0], [half, height, width, classes]),
      tf.slice1d(labels, at * pixels, pixels),
      heard,
    );
  return tf.add(ofHalf(0, found), tf.mul(ofHalf(1), pseudoWeight));
}

export function lossFrom(
  { network, loss }: StepSettings,
  logits: Tensor4D,
  labels: Tensor1D,
  found?: Found,
): Scalar {
  return lossOf(tf.reshape(logits, [-1, network.classes]), labels, loss, found);
}

/** Of each pixel the probability of the class it is most likely of, [batch, side, side]. */
export function certaintyOf(logits: Tensor4D): Tensor {
  // Along the classes as planes, as in `probabilitiesOf`: the likeliest one's power is 1.
  const planes = tf.transpose(logits, [0, 3, 1, 2]);
  return tf.div(1, tf.sum(tf.exp(tf.sub(planes, tf.max(planes, 1, true))), 1));
}

/** The loss and its gradient by each trained weight, in their order. To be called inside a tidy. */
export function lossAndGradients(
  settings: StepSettings,
  parameters: Pick<Parameters, 'trained' | 'gathered'>,
  given: {
    readonly batch: TensorBatch;
    readonly key: Tensor1D;
    readonly gathered: Map<string, Tensor1D>;
    readonly found?: Found;
  },
): [Scalar, ...Tensor[]] {
  const { network, operations } = settings;
  const trained = parameters.trained();
  const differentiate = tf.valueAndGrads((...tensors: Tensor[]) => {
    const weights = new Map([...parameters.gathered(), ...zip([...trained.keys()], tensors)]);
    const mode = {
      kind: 'learn',
      key: given.key,
      gather: (name: string, value: Tensor1D) => void given.gathered.set(name, value),
    } as const;
    const logits = allLogitsOf({ network, operations, weights, mode }, given.batch.pictures);
    return lossOfAll(settings, logits, given.batch, given.found);
  });
  const { value, grads } = differentiate([...trained.values()]);
  return [value, ...grads];
}

function zip(names: readonly string[], tensors: readonly Tensor[]): [string, Tensor][] {
  return tensors.map((tensor, index) => [names[index] ?? '', tensor]);
}

/** As operations take it: one int32. */
export function keyTensor(key: number): Tensor1D {
  return tf.tensor1d([key | 0], 'int32');
}

/** Finite where loss and running figures are: a variance may overflow while the loss, divided by it, looks well. */
export function sumWithin(loss: Scalar, gathered: readonly Tensor1D[]): Scalar {
  // Not by addN: a graphics card's program has no room for so many tensors.
  return tf.sum(tf.concat1d([tf.reshape(loss, [1]), ...gathered]));
}
