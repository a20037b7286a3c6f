import * as v from 'valibot';
import { count } from './shapes.ts';
import { trainingSettings } from './training.ts';

/** What a run was made with, sitting by sitting: enough to train it once more, and to say what differs from another. */
const runSitting = v.object({
  startedAt: v.string(),
  /** The step that it went on from; 0 for the first sitting. */
  step: count,
  /** With the seed, from which every random number follows. */
  settings: trainingSettings,
  classes: v.array(v.string()),
  /** SHA-256 of samples.jsonl, which lists pictures, labels and split. */
  dataHash: v.string(),
  pictures: v.object({ train: count, val: count, unlabelled: v.optional(count, 0) }),
  backend: v.string(),
  library: v.string(),
  /** Why not what would have been faster, and why not as a graph: null where it is what was hoped for. */
  fallback: v.optional(v.nullable(v.string()), null),
  stepwise: v.optional(v.nullable(v.string()), null),
  versions: v.object({ maskwright: v.string(), node: v.string(), tfjs: v.string() }),
  machine: v.object({
    system: v.string(),
    processor: v.string(),
    cores: count,
    memoryBytes: count,
  }),
});
export type RunSitting = v.InferOutput<typeof runSitting>;

/** `record.json` in a run's folder. */
const runRecord = v.object({ format: v.literal(1), sittings: v.array(runSitting) });
export type RunRecord = v.InferOutput<typeof runRecord>;

/** Throws when the text is anything else. */
export function parseRunRecord(text: string): RunRecord {
  return v.parse(runRecord, JSON.parse(text));
}

/** How many there are, and the names of the first few. */
const differentPictures = v.object({ count, names: v.array(v.string()) });

/** What differs between two runs. */
export const runDifference = v.object({
  /** Settings, machine, versions and results whose values are not the same, each under its path. */
  values: v.array(v.object({ what: v.string(), a: v.string(), b: v.string() })),
  pictures: v.object({
    onlyA: differentPictures,
    onlyB: differentPictures,
    /** In both, with other labels or another turn. */
    relabelled: differentPictures,
    /** In both, once to train and once to validate. */
    resplit: differentPictures,
  }),
  curves: v.object({
    /** Measured in both. */
    compared: count,
    /** The first measurement that is not bit for bit the same; null when all are. */
    first: v.nullable(v.object({ what: v.string(), a: v.string(), b: v.string() })),
  }),
});
export type RunDifference = v.InferOutput<typeof runDifference>;
