import * as v from 'valibot';
import { usualNearShare } from '../mask/boundary.ts';
import { evaluationSettings } from './evaluation.ts';
import { runState } from './run-folder.ts';
import * as s from './shapes.ts';
import { trainingSettings } from './training.ts';
import { weightsOrigin } from './weights-fit.ts';

/** What methods answer, where it is more than a few fields. */

export const projectSummary = v.object({
  folder: v.string(),
  name: v.string(),
  readOnly: v.boolean(),
  images: s.count,
  annotations: s.count,
  edited: s.count,
  accepted: s.count,
});

export const skipped = v.object({
  /** The picture or annotation file. */
  file: v.string(),
  reason: v.string(),
});

/** What an import did. `skipped` names every record and picture left out, with its reason. */
export const importReport = v.object({
  images: s.count,
  annotations: s.count,
  /** Already there, and so left as they are. */
  unchanged: s.count,
  categories: v.array(v.string()),
  skipped: v.array(skipped),
  seconds: v.number(),
});

export const cocoOverview = v.object({
  images: s.count,
  annotations: s.count,
  crowds: s.count,
  /** Cat and dog first when present, then by number of pictures. */
  categories: v.array(
    v.object({ id: s.id, name: v.string(), images: s.count, annotations: s.count }),
  ),
  /** Where the pictures seem to be, found beside the file; null when nowhere near. */
  suggestedImages: v.nullable(v.string()),
});

export const source = v.object({
  id: s.id,
  kind: v.picklist(['coco', 'folder', 'sample', 'masks']),
  /** The annotation file, or null for a folder without one. */
  file: v.nullable(v.string()),
  imagesFolder: v.string(),
  copied: v.boolean(),
  importedAt: v.string(),
  images: s.count,
  missing: s.count,
  report: importReport,
});

export const runSummary = v.object({
  name: s.runName,
  createdAt: v.string(),
  settings: trainingSettings,
  /** Left out where it started from random numbers alone. */
  start: v.optional(weightsOrigin),
  state: runState,
  /** False when the engine's weights are not there yet. */
  predicts: v.boolean(),
  /** For how many seconds nothing was heard of its engine, when that is unusually long: it may hang. */
  silentSeconds: v.nullable(v.number()),
});

const pictureNamed = v.object({ image: s.id, name: v.string() });

export const evaluation = v.object({
  run: s.runName,
  split: evaluationSettings.entries.split,
  weights: s.weights,
  pictures: s.count,
  threshold: v.number(),
  outlineNear: v.optional(v.number(), usualNearShare),
  ...s.scores.entries,
  /** Empty in what was measured before there were these figures. */
  precision: v.optional(s.perClass, {}),
  recall: v.optional(s.perClass, {}),
  /** How well outlines lie on outlines (app/mask/boundary.ts), 0..1. */
  boundary: v.optional(s.perClass, {}),
  /** Rows: label; columns: prediction; both "background" first, then the classes. */
  confusion: v.object({ names: v.array(v.string()), counts: v.array(v.array(v.number())) }),
  /** Behind a cell of the confusion that holds mistakes: the pictures with most of its pixels, worst first. */
  mistakes: v.optional(
    v.array(
      v.object({
        label: v.number(),
        prediction: v.number(),
        pictures: v.array(v.object({ ...pictureNamed.entries, pixels: s.count })),
      }),
    ),
    [],
  ),
  /** The pictures with the lowest mean IoU, the lowest first. */
  worst: v.optional(v.array(v.object({ ...pictureNamed.entries, meanIou: v.number() })), []),
  /** What the same predictions would have scored at other thresholds, ascending. */
  thresholds: v.optional(
    v.array(v.object({ threshold: v.number(), meanIou: v.nullable(v.number()), iou: s.perClass })),
    [],
  ),
  /** Of the pixels given a class with a probability in each tenth, the lowest first: how many were right. */
  calibration: v.optional(
    v.array(
      v.object({
        pixels: v.number(),
        right: v.number(),
        /** Their probability on average, 0..1; null without pixels. */
        probability: v.nullable(v.number()),
      }),
    ),
    [],
  ),
});

/** As it was kept; what was not measured yet in those days is empty. Throws where it is none. */
export function parseEvaluation(kept: unknown): v.InferOutput<typeof evaluation> {
  return v.parse(evaluation, kept);
}

/** The same of pictures and masks in two folders, which belong to no project and can be opened in none. */
export const folderEvaluation = v.omit(evaluation, ['split', 'mistakes', 'worst']);

/** What `folder.predict` wrote. */
export const folderPrediction = v.object({
  /** The folder of the files: `<name>.png`, whose values are classes, and `<name>_overlay.png` to look at. */
  out: v.string(),
  /** What the values mean; 0 is the background. */
  classes: v.array(v.object({ name: v.string(), value: v.number() })),
  /** Those that were predicted; `skipped` names the others. */
  pictures: s.count,
  skipped: v.array(skipped),
});

const backendDevice = v.picklist(['cuda', 'webgpu', 'processor', 'wasm']);

/** A way to compute, and whether this computer has it. */
const backendOffer = v.object({
  device: backendDevice,
  /** What a run's settings call it. */
  backend: v.picklist(['tensorflow', 'webgpu', 'wasm']),
  /** Such as "TensorFlow on NVIDIA GeForce RTX 4060". */
  title: v.string(),
  usable: v.boolean(),
  /** Why it can be used, or why not, in a sentence. */
  reason: v.string(),
});

export const runtimeStatus = v.object({
  kind: v.picklist(['ready', 'library-missing', 'binding-missing', 'damaged']),
  /** Such as "TensorFlow 2.21.0, CPU". */
  library: v.string(),
  build: v.nullable(v.picklist(['cpu', 'cuda'])),
  /** What is missing and what to do about it; what it is, when ready. */
  message: v.string(),
  /** The build for the NVIDIA card of this computer, while it is not here. `kept` were fetched before, and count no more. */
  cuda: v.nullable(v.object({ card: v.string(), bytes: s.count, kept: s.count })),
  /** In the order in which `auto` tries them: the first usable one computes. */
  backends: v.array(backendOffer),
  /** NVIDIA cards to choose from, where the library for them is here. */
  cards: v.array(v.object({ id: v.string(), name: v.string(), memoryMb: v.nullable(s.count) })),
});

/** What a run would train on and be computed by, and what stands in its way. */
export const trainingPlan = v.object({
  settings: trainingSettings,
  train: s.count,
  val: s.count,
  test: s.count,
  /** Without labels, learned from as well where the settings say so; else 0. */
  unlabelled: s.count,
  classes: v.array(v.object({ name: v.string(), train: s.count, val: s.count })),
  warnings: v.array(v.string()),
  /** Null until a run on this computer has shown its pace. */
  secondsEstimated: v.nullable(v.number()),
  /** What would compute it, and why. */
  compute: v.object({
    device: v.nullable(backendDevice),
    title: v.string(),
    usable: v.boolean(),
    reason: v.string(),
    /** What a person should know before waiting for it; null where nothing faster is at hand. */
    slowness: v.nullable(v.string()),
  }),
  runtime: runtimeStatus,
});

export type ProjectSummary = v.InferOutput<typeof projectSummary>;
export type ImportReport = v.InferOutput<typeof importReport>;
export type Skipped = v.InferOutput<typeof skipped>;
export type CocoOverview = v.InferOutput<typeof cocoOverview>;
export type Source = v.InferOutput<typeof source>;
export type RunSummary = v.InferOutput<typeof runSummary>;
export type FolderPrediction = v.InferOutput<typeof folderPrediction>;
export type FolderEvaluation = v.InferOutput<typeof folderEvaluation>;
export type Evaluation = v.InferOutput<typeof evaluation>;
export type BackendOffer = v.InferOutput<typeof backendOffer>;
export type RuntimeStatus = v.InferOutput<typeof runtimeStatus>;
