import * as v from 'valibot';
import { method } from './method.ts';
import { modelSummary } from './model-summary.ts';
import { metric, runJob } from './run-folder.ts';
import { runDifference } from './run-record.ts';
import { runSummary, trainingPlan } from './results.ts';
import * as s from './shapes.ts';
import { deviceChoice, trainingChoice, trainingSettings } from './training.ts';
import { weightsFit, weightsSource } from './weights-fit.ts';

/** What a network is trained by, from looking at it to the run's figures: a part of the one table in `methods.ts`. */
export const runMethods = {
  /** Of the network that a run of these settings would train; `classes` besides the background. Needs no project. */
  'model.summary': method(
    v.object({ choice: trainingChoice, classes: v.pipe(s.count, v.minValue(1), v.maxValue(1000)) }),
    modelSummary,
  ),
  /**
   * What weights that a person has would give the network of these settings; a file needs no project, an earlier run does. With
   * `out`, what fits is written there as safetensors.
   */
  'weights.fit': method(
    v.object({
      source: weightsSource,
      choice: trainingChoice,
      classes: v.pipe(s.count, v.minValue(1), v.maxValue(1000)),
      out: v.optional(s.path),
    }),
    weightsFit,
  ),
  /** What a run would train on, and what stands in its way. */
  'training.plan': method(v.object({ choice: trainingChoice }), trainingPlan),
  /**
   * With `queue` it waits where another run is at work, or others wait already, and starts when they have ended. That may
   * also be asked of a project that another program holds: it is that program's queue. From `weights` it takes what fits.
   */
  'training.start': method(
    v.object({
      choice: trainingChoice,
      queue: v.optional(v.boolean()),
      weights: v.optional(weightsSource),
    }),
    v.object({ run: s.runName }),
  ),
  /**
   * Looks for a learning rate that suits these settings and the project's pictures: a hundred steps at rates that rise. No run
   * comes of it, and no weights are kept. From `weights` it takes what fits, as a run would. Its job's result is `rateSearch`.
   */
  'training.searchRate': method(
    v.object({ choice: trainingChoice, weights: v.optional(weightsSource) }),
    s.jobStarted,
  ),
  /**
   * Looks for as many pictures at once as fit, by steps on blank ones with these settings, whatever `batch` they have. No run
   * comes of it. Its job's result is `batchSearch`; it fails with `unavailable` when not even one fits.
   */
  'training.searchBatch': method(v.object({ choice: trainingChoice }), s.jobStarted),
  /**
   * Goes on from the last checkpoint: for `more` epochs than were planned, with another number of pictures at once, or
   * computed by something else.
   */
  'training.resume': method(
    v.object({
      run: s.runName,
      more: v.optional(v.pipe(s.count, v.maxValue(10_000))),
      batch: v.optional(trainingSettings.entries.batch),
      ...deviceChoice.entries,
      queue: v.optional(v.boolean()),
    }),
    v.object({ run: s.runName }),
  ),
  /** Trains the same run once more under another name: the same settings, pictures, labels and seed. */
  'training.again': method(
    v.object({ run: s.runName, as: v.optional(s.runName), queue: v.optional(v.boolean()) }),
    v.object({ run: s.runName }),
  ),
  /**
   * Ends the run after its present step, to go on another time; who waits behind it goes on waiting. A run of another
   * program is asked by a file in its folder, and hears it within a second or two.
   */
  'training.pause': method(v.object({ run: s.runName }), s.empty),
  /** Kills an engine that hangs, and goes on from its last checkpoint. */
  'training.restart': method(v.object({ run: s.runName }), v.object({ run: s.runName })),
  /** Ends the run after its present step, keeping best and last, in another program too; takes one that waits out of the queue. */
  'training.stop': method(v.object({ run: s.runName }), s.empty),
  /** While it is held nobody in the queue is started when a run ends; who is asked for by name is started all the same. */
  'training.hold': method(v.object({ on: v.boolean() }), s.empty),
  'run.list': method(s.empty, v.object({ runs: v.array(runSummary) })),
  'run.get': method(
    v.object({ run: s.runName }),
    v.object({
      ...runSummary.entries,
      job: runJob,
      /** Where it lies on this computer. */
      folder: v.string(),
    }),
  ),
  /** Rows of metrics.csv from the given one on; `next` is where to go on. With `steps`, about that many rows of steps
   * at most, the lowest and the highest loss of each stretch; every epoch and every validation is there in any case. */
  'run.metrics': method(
    v.object({ run: s.runName, from: s.count, steps: v.optional(s.count) }),
    v.object({ metrics: v.array(metric), next: s.count }),
  ),
  /** The fixed validation pictures and the epochs at which they were predicted. */
  'run.samples': method(
    v.object({ run: s.runName }),
    v.object({
      epochs: v.array(s.count),
      images: v.array(v.object({ image: s.id, name: v.string() })),
    }),
  ),
  /** What differs between two runs: what they were made with, their pictures, their curves. */
  'run.diff': method(v.object({ a: s.runName, b: s.runName }), runDifference),
  'run.delete': method(v.object({ run: s.runName }), v.object({ trash: s.id })),
} as const;
