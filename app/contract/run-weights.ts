import * as v from 'valibot';
import { scores } from './shapes.ts';

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
  best: v.nullable(v.object({ epoch: whole, loss: v.nullable(v.number()), ...scores.entries })),
});
export type RunProgress = v.InferOutput<typeof runProgress>;

export const checkpointFormat = 1;

/** `manifest.json` of a checkpoint, written after everything else. */
const checkpointManifest = v.object({
  format: v.literal(checkpointFormat),
  progress: runProgress,
  /** Of settings and data: a checkpoint goes on only with what it was made with. */
  fingerprint: v.string(),
  /** Of the file of tensors: 32-bit floats, one tensor after the other. */
  sha256: v.string(),
  tensors: v.array(v.object({ name: v.string(), length: whole })),
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
export type SavedModelJson = v.InferOutput<typeof savedModel>;

/** Throws when the text is anything else. */
export function parseSavedModel(text: string): SavedModelJson {
  return v.parse(savedModel, JSON.parse(text));
}
