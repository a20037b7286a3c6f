import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import type { RunProgress } from '../../contract/run-weights.ts';
import { stepsPerEpoch } from '../data/batches.ts';
import type { Samples } from '../data/samples.ts';
import type { Checkpoint } from '../files/checkpoint-content.ts';
import { readNewestCheckpoint } from '../files/checkpoint-reader.ts';
import type { Network } from '../models/network.ts';
import { startingWeights, type WeightValues } from '../models/weights.ts';
import { readStart } from '../weights/start-file.ts';
import { fingerprintOf } from './job.ts';
import { driftInWords, keyedAt } from './keyed.ts';
import { writeLog } from './reporter.ts';

/** Where a run begins or goes on. */
export interface StartingPoint {
  readonly progress: RunProgress;
  readonly weights: WeightValues;
  readonly slots: WeightValues | null;
  /** What a person should know of it; null when all is as it should be. */
  readonly warning: string | null;
  readonly isResumed: boolean;
}

export interface StartingPointOptions {
  readonly folder: string;
  readonly job: RunJob;
  /** As it is taught. */
  readonly network: Network;
  readonly resume: boolean;
  readonly samples: Samples;
}

/** Throws when there are checkpoints and none can be used: beginning again would write over what was learned. */
export function startingPoint(options: StartingPointOptions): StartingPoint {
  const { folder, job, network } = options;
  const refusals: string[] = [];
  const checkpoint = options.resume
    ? readNewestCheckpoint(join(folder, 'checkpoints'), fingerprintOf(job), (reason) => {
        refusals.push(reason);
        writeLog(folder, reason);
      })
    : null;
  if (checkpoint !== null) return goingOn(options, checkpoint, refusals);
  if (refusals.length > 0) {
    throw new StudioError(
      'bad-input',
      `None of the checkpoints of this run can be used. ${refusals.join(' ')} Its best and last weights are as they were; start a new run to train on.`,
    );
  }
  return {
    progress: {
      step: 0,
      epoch: 0,
      seconds: 0,
      lossSum: 0,
      sureSum: 0,
      found: null,
      best: null,
      sinceBest: 0,
    },
    weights: weightsBefore(folder, job, network),
    slots: null,
    warning: null,
    isResumed: false,
  };
}

/** What a run begins with: random numbers, and what a person's file has in their place. That knows of no answers of inner levels. */
export function weightsBefore(folder: string, job: RunJob, network: Network): WeightValues {
  return new Map([
    ...startingWeights(network, job.settings.seed),
    ...readStart(folder, job, network),
  ]);
}

function goingOn(
  { job, samples }: StartingPointOptions,
  checkpoint: Checkpoint,
  refusals: readonly string[],
): StartingPoint {
  const { weights, slots } = checkpoint;
  const pictures = samples.train.length;
  const batch = batchOf(job, pictures);
  const was = batchOf(checkpoint, pictures);
  const warnings = refusals.map(
    (reason) => `${reason} The one of step ${String(checkpoint.progress.step)} was taken.`,
  );
  let { progress } = checkpoint;
  if (batch === was) {
    const now = keyedAt({ job, samples, batch }, progress);
    // Another number of epochs is another schedule, by wish.
    const isExtended = checkpoint.settings.epochs !== job.settings.epochs;
    // More epochs are asked for because more is hoped for.
    if (isExtended) progress = { ...progress, sinceBest: 0 };
    const rate = isExtended ? now.rate : checkpoint.keyed.rate;
    const drift = driftInWords({ ...checkpoint.keyed, rate }, now);
    if (drift !== null) warnings.push(drift);
  } else {
    progress = {
      ...progress,
      lossSum: 0,
      sureSum: 0,
      found: null,
      step: progress.epoch * stepsPerEpoch(pictures, batch),
    };
    warnings.push(
      `It goes on with ${String(batch)} instead of ${String(was)} pictures at once, from the beginning of epoch ${String(progress.epoch + 1)}.`,
    );
  }
  const warning = warnings.length === 0 ? null : warnings.join(' ');
  return { progress, weights, slots, warning, isResumed: true };
}

/** No batch is larger than there are pictures. */
export function batchOf({ settings }: Pick<RunJob, 'settings'>, pictures: number): number {
  return Math.min(settings.batch, pictures);
}
