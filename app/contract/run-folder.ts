import * as v from 'valibot';
import { batchSearch } from './batch-search.ts';
import { promptEvents, promptRequests } from './prompting.ts';
import { StudioError } from './errors.ts';
import { drawnLayer, layerNumbers } from './layers.ts';
import { rateSearch } from './rate-search.ts';
import { trainingSettings } from './training.ts';
import { weightsOrigin } from './weights-fit.ts';
import { id, perClass, runName, runStatus, score, scores, split, turn, weights } from './shapes.ts';

/**
 * What stands in `runs/<name>/`: the studio writes `job.json` and `samples.jsonl` before the engine starts;
 * everything else is the engine's. The folder is portable: only these two files may hold absolute paths.
 *
 *   job.json        Job below
 *   samples.jsonl   one Sample a line; later edits of the project do not reach a run
 *   start/          weights.safetensors: what it starts from, where that is more than random numbers
 *   state.json      RunState, replaced atomically
 *   record.json     RunRecord: what it was made with, and where
 *   metrics.csv     one row per measurement: see metricColumns
 *   log.txt
 *   wish            “pause” or “stop”, from a program that is not the engine's owner; the engine looks for it every second
 *   lock            held by the engine while it works, as app/store/lock.ts holds it: nobody else may write to the folder
 *   checkpoints/<step>/  weights, optimiser, random keys, manifest.json last
 *   best/ last/          tfjs layers models
 *   samples/             <epoch>/<image>.png: label map of a fixed validation picture as predicted after that epoch;
 *                        labels/<image>.png: its label, 255 to be ignored
 *   predictions/<image>/<value>.png  8-bit probability maps, one per foreground class, of the side `mapSideOf`
 */
export const runFolderFormat = 1;

/** The file in a run's folder whose lock of the operating system says that an engine is at work. */
export const runLockName = 'lock';

/** The file in a run's folder by which another program asks its engine to pause or to stop. */
export const runWishName = 'wish';

export const runJob = v.object({
  format: v.literal(runFolderFormat),
  name: runName,
  createdAt: v.string(),
  settings: trainingSettings,
  /** Foreground classes by ascending value, 1..n. */
  classes: v.array(
    v.object({
      id,
      name: v.string(),
      value: v.pipe(v.number(), v.integer(), v.minValue(1)),
      /** The value it had in the masks it was imported from, 1 to 255; left out where it came otherwise. */
      maskValue: v.optional(v.number()),
    }),
  ),
  /** SHA-256 of samples.jsonl. */
  dataHash: v.string(),
  /** Left out where it starts from random numbers alone. */
  start: v.optional(weightsOrigin),
});
export type RunJob = v.InferOutput<typeof runJob>;

/** One picture as a run sees it. Labels are in stored pixels; the turn stands picture and labels upright. */
export const sample = v.object({
  image: id,
  name: v.string(),
  path: v.string(),
  width: v.number(),
  height: v.number(),
  turn,
  split,
  /** Bottom first: later ones lie over earlier ones. */
  labels: v.array(v.object({ value: v.number(), rle: v.string() })),
  /** Compressed RLE of the pixels to leave out of loss and scores; objects win over it. */
  ignore: v.nullable(v.string()),
});
export type Sample = v.InferOutput<typeof sample>;

export const runState = v.object({
  status: runStatus,
  /** What is being done, in words, such as "Preparing 230 pictures". */
  message: v.string(),
  /** Epochs completed. */
  epoch: v.number(),
  epochs: v.number(),
  /** Steps completed in the whole run. */
  step: v.number(),
  stepsPerEpoch: v.number(),
  imagesPerSecond: v.nullable(v.number()),
  /** Of the time of the last steps, what went by waiting for pictures: 0..1. */
  waitingShare: v.optional(score, null),
  /** Of training so far, pauses left out. */
  seconds: v.optional(v.number(), 0),
  secondsLeft: v.nullable(v.number()),
  memoryBytes: v.nullable(v.number()),
  /** Such as "tensorflow". */
  backend: v.string(),
  /** Such as "TensorFlow 2.21.0, CPU". */
  library: v.string(),
  /** Why not what would have been faster, a sentence for each. */
  fallback: v.optional(v.string()),
  /** Why its steps are computed operation by operation; left out where they run as one graph, or the backend knows none. */
  stepwise: v.optional(v.string()),
  parameters: v.nullable(v.number()),
  best: v.nullable(v.object({ epoch: v.number(), ...scores.entries })),
  startedAt: v.string(),
  updatedAt: v.string(),
  error: v.optional(v.string()),
  /** What a person should know while it goes on, such as that a damaged checkpoint was passed over. */
  warning: v.optional(v.string()),
  /** After it ran out of memory: the number of pictures at once to go on with. */
  fittingBatch: v.optional(v.number()),
});
export type RunState = v.InferOutput<typeof runState>;

/** What a run's folder says before anything was done; `message` says what is. */
export function stateBefore(job: RunJob, message: string): RunState {
  const now = new Date().toISOString();
  return {
    status: 'preparing',
    message,
    epoch: 0,
    epochs: job.settings.epochs,
    step: 0,
    stepsPerEpoch: 0,
    imagesPerSecond: null,
    waitingShare: null,
    seconds: 0,
    secondsLeft: null,
    memoryBytes: null,
    backend: job.settings.backend,
    library: '',
    parameters: null,
    best: null,
    startedAt: now,
    updatedAt: now,
  };
}

/** Columns of metrics.csv before those of the classes and of the loss's parts; empty where they do not apply. */
export const metricColumns = [
  'kind', // step | epoch | validation
  'epoch', // 1 for the first
  'step',
  'seconds', // since the run first started, pauses left out
  'loss',
  'rate',
  'gradientNorm', // of all gradients of a step together, before it was clipped
  'imagesPerSecond',
  'memoryBytes',
  'waitingShare', // of the step's or the validation's time, what went by waiting for pictures: 0..1
  'meanIou',
  'pixelAccuracy',
  'sureShare', // of the pixels without labels that a step or epoch was shown, what the teacher was sure of: 0..1
] as const;

/** Then come `iou:<name>` for each class, the other figures likewise, and `loss:<part>` of a loss that is a sum. */
export const classColumns = ['iou', 'dice', 'precision', 'recall', 'boundary'] as const;

export const metric = v.object({
  kind: v.picklist(['step', 'epoch', 'validation']),
  epoch: v.number(),
  step: v.number(),
  seconds: v.number(),
  loss: v.nullable(v.number()),
  rate: score,
  gradientNorm: score,
  imagesPerSecond: score,
  memoryBytes: score,
  waitingShare: score,
  meanIou: score,
  pixelAccuracy: score,
  sureShare: score,
  /** Of a loss that is a sum, what each part came to. */
  lossParts: perClass,
  iou: perClass,
  dice: perClass,
  precision: perClass,
  recall: perClass,
  boundary: perClass,
});
export type Metric = v.InferOutput<typeof metric>;

/** One picture to predict, as the studio asks a warm engine. */
export const predictionTarget = v.object({
  image: id,
  path: v.string(),
  width: v.number(),
  height: v.number(),
  turn,
});
export type PredictionTarget = v.InferOutput<typeof predictionTarget>;

/** From the studio to an engine, over the channel the owner relays. */
export const engineRequest = v.variant('kind', [
  /** Ends the run after the present step, keeping best and last. */
  v.object({ kind: v.literal('stop') }),
  /** Ends the run after the present step with a checkpoint, to go on another time. */
  v.object({ kind: v.literal('pause') }),
  /** To a prediction engine: write the maps of these pictures under the run's `predictions/`, or under `maps`. */
  v.object({
    kind: v.literal('predict'),
    request: v.string(),
    folder: v.string(),
    weights,
    targets: v.array(predictionTarget),
    maps: v.optional(v.string()),
  }),
  /** To the same: draw what every layer makes of a picture into a folder, at most so many channels of each. */
  v.object({
    kind: v.literal('look'),
    request: v.string(),
    folder: v.string(),
    weights,
    target: predictionTarget,
    out: v.string(),
    channels: v.number(),
  }),
  /** To the same: what goes into a few values of a layer, and what comes out. */
  v.object({
    kind: v.literal('numbers'),
    request: v.string(),
    folder: v.string(),
    weights,
    target: predictionTarget,
    layer: v.string(),
    channel: v.number(),
    row: v.number(),
    column: v.number(),
  }),
  v.object({ kind: v.literal('cancel'), request: v.string() }),
  ...promptRequests,
]);
export type EngineRequest = v.InferOutput<typeof engineRequest>;

/** From an engine to the studio. Hints: what matters also stands in the run folder. */
export const engineEvent = v.variant('kind', [
  v.object({ kind: v.literal('ready'), backend: v.string(), library: v.string() }),
  v.object({ kind: v.literal('state'), state: runState }),
  v.object({ kind: v.literal('metrics'), metrics: v.array(metric) }),
  v.object({ kind: v.literal('sampled'), epoch: v.number() }),
  /** Of `steps` that a search for a learning rate takes at most, the first `done` are taken. */
  v.object({ kind: v.literal('rate-tried'), done: v.number(), steps: v.number() }),
  v.object({ kind: v.literal('rates-tried'), search: rateSearch }),
  /** Now a step on so many pictures at once is tried, of which an engine may die; `fitted` did until then, 0 before the first. */
  v.object({
    kind: v.literal('batch-trial'),
    batch: v.number(),
    fitted: v.number(),
    done: v.number(),
    trials: v.number(),
  }),
  v.object({ kind: v.literal('batches-tried'), search: batchSearch }),
  /** Every second of an engine whose loop turns: one that is silent for long hangs. */
  v.object({ kind: v.literal('beat') }),
  /** Of a picture that is looked at in parts, this share of 0..1 is done. */
  v.object({
    kind: v.literal('prediction-part'),
    request: v.string(),
    image: id,
    share: v.number(),
  }),
  v.object({
    kind: v.literal('predicted'),
    request: v.string(),
    image: id,
    done: v.number(),
    total: v.number(),
  }),
  v.object({
    kind: v.literal('prediction-skipped'),
    request: v.string(),
    image: id,
    reason: v.string(),
  }),
  v.object({ kind: v.literal('prediction-done'), request: v.string() }),
  v.object({
    kind: v.literal('layer-drawn'),
    request: v.string(),
    layer: drawnLayer,
    total: v.number(),
  }),
  v.object({ kind: v.literal('look-done'), request: v.string() }),
  v.object({ kind: v.literal('numbers-found'), request: v.string(), numbers: layerNumbers }),
  ...promptEvents,
  v.object({ kind: v.literal('failed'), request: v.optional(v.string()), message: v.string() }),
]);
export type EngineEvent = v.InferOutput<typeof engineEvent>;

/** Throws a StudioError that names the first place that is not as expected, and whatever JSON throws. */
export function parseRunJob(text: string): RunJob {
  const parsed = v.safeParse(runJob, JSON.parse(text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'it';
  throw new StudioError('bad-input', `${where} is not as expected. ${issue.message}.`);
}

/** These throw when the text is anything else. */
export function parseRunState(text: string): RunState {
  return v.parse(runState, JSON.parse(text));
}

export function parseSample(line: string): Sample {
  return v.parse(sample, JSON.parse(line));
}

export function parseEngineRequest(message: unknown): EngineRequest {
  return v.parse(engineRequest, message);
}
