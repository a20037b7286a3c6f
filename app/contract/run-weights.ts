import * as v from 'valibot';
import { scores } from './shapes.ts';
import { trainingSettings } from './training.ts';

/** What stands beside the numbers in a run's `checkpoints/`, `best/` and `last/`. */

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Where a run stands. Shuffle order, dropout and augmentation are keyed by seed, epoch and step: these are their state. */
const runProgress = v.object({
  /** Steps taken in the whole run. */
  step: whole,
  /** Epochs whose validation is done. */
  epoch: whole,
  /** Time trained, pauses left out. */
  seconds: v.number(),
  /** Over the steps of the epoch that is under way. */
  lossSum: v.number(),
  /** Likewise, of the shares of pixels without labels that the teacher was sure of. */
  sureSum: v.optional(v.number(), 0),
  /** Likewise, of what the losses found; null before the epoch's first step, and of an epoch begun before this was kept. */
  found: v.optional(v.nullable(v.array(v.number())), null),
  best: v.nullable(v.object({ epoch: whole, loss: v.nullable(v.number()), ...scores.entries })),
  /** Epochs since the best one: what early stopping counts. */
  sinceBest: whole,
});
export type RunProgress = v.InferOutput<typeof runProgress>;

/**
 * What the random numbers, the order and the optimiser's running powers are where a checkpoint stands. All of it follows
 * from seed, epoch and step; it is kept to be compared, so that a run never goes on otherwise without a word.
 */
const keyed = v.object({
  /**
   * SHA-256 of the order in which the epoch goes through the pictures, and of those without labels that come next; how many
   * steps of the epoch are done.
   */
  order: v.string(),
  cursor: whole,
  /** Keys of the next step's dropout and of the epoch's first picture's variation. */
  dropout: whole,
  vary: whole,
  /** Adam's powers of beta as the next step will use them. */
  beta1Power: v.number(),
  beta2Power: v.number(),
  /** The next step's learning rate, as the schedule has it. */
  rate: v.number(),
});
export type Keyed = v.InferOutput<typeof keyed>;

export const checkpointFormat = 2;

/** `manifest.json` of a checkpoint, written after everything else. */
const checkpointManifest = v.object({
  format: v.literal(checkpointFormat),
  progress: runProgress,
  /** Of settings and data: a checkpoint goes on only with what it was made with. */
  fingerprint: v.string(),
  /** What it was made with, in full, for a person or another program to read. */
  settings: trainingSettings,
  dataHash: v.string(),
  keyed,
  /** Of the file of tensors: 32-bit floats, one tensor after the other. */
  sha256: v.string(),
  tensors: v.array(v.object({ name: v.string(), length: whole })),
  /** SHA-256 of all of the above as JSON: a changed manifest is refused like a changed tensor. */
  seal: v.string(),
});
export type CheckpointManifest = v.InferOutput<typeof checkpointManifest>;

/** Throws when the text is anything else. */
export function parseCheckpointManifest(text: string): CheckpointManifest {
  return v.parse(checkpointManifest, JSON.parse(text));
}

/** The parts of a tfjs layers model's `model.json` that are believed when we read it; the layers are not among them. */
const savedModel = v.object({
  weightsManifest: v.tuple([
    v.object({
      paths: v.tuple([v.pipe(v.string(), v.regex(/^weights-[0-9a-f]{16}\.bin$/))]),
      weights: v.array(
        v.object({ name: v.string(), shape: v.array(whole), dtype: v.literal('float32') }),
      ),
    }),
  ]),
  userDefinedMetadata: v.object({ weightsSha256: v.string() }),
});
/** Layers that tfjs has none of: who opens a model with them elsewhere registers classes of these names before. */
const ownLayerNames = [
  'MaxUnpooling2D',
  'AdaptiveAveragePooling2D',
  'CentredResizing2D',
  'HardActivation',
  'DilatedDepthwiseConv2D',
  'GroupNormalization',
] as const;

/** Which of them a `model.json` has. */
export function ownLayersIn(text: string): readonly string[] {
  return ownLayerNames.filter((name) => text.includes(`"class_name":"${name}"`));
}

export type SavedModelJson = v.InferOutput<typeof savedModel>;

/** Throws when the text is anything else. */
export function parseSavedModel(text: string): SavedModelJson {
  return v.parse(savedModel, JSON.parse(text));
}
