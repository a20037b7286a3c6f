import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import { asBefore } from '../../contract/training.ts';
import { parseRunJob, type RunJob } from '../../contract/run-folder.ts';
import { taughtNetwork } from '../models/deep-supervision.ts';
import { networkOf } from '../models/models.ts';
import type { Network } from '../models/network.ts';
import { sha256Of } from '../files/sha256.ts';

/** What the studio asked for. Throws StudioError when `job.json` is missing or damaged. */
export function readJob(folder: string): RunJob {
  try {
    return parseRunJob(readFileSync(join(folder, 'job.json'), 'utf8'));
  } catch (cause) {
    const fault =
      cause instanceof StudioError
        ? `says what it cannot: ${cause.message}`
        : 'is missing or damaged.';
    throw new StudioError(
      'bad-input',
      `${folder} is not a run of this version of Maskwright: its job.json ${fault} Start a new run.`,
      { cause },
    );
  }
}

export function networkOfJob({ settings, classes }: RunJob): Network {
  return networkOf(settings, classes.length + 1);
}

/** The same as it is taught: where the settings have it, with answers of inner levels, which are no part of the model that is kept. */
export function taughtNetworkOfJob(job: RunJob): Network {
  const network = networkOfJob(job);
  return job.settings.deepSupervision ? taughtNetwork(network) : network;
}

/**
 * What has to be the same for a checkpoint to be gone on with. Backend, card, number of epochs and patience may differ, and the
 * batch too: a run that ran out of memory goes on with fewer pictures at once. A setting that came later is left out where it
 * says what was done before there was one: runs of that time go on.
 */
export function fingerprintOf({ settings, classes, dataHash }: RunJob): string {
  const { backend: _, gpu: __, gpuMemoryMb: ___, ...others } = settings;
  const { epochs: ____, patience: _____, batch: ______, ...recipe } = others;
  const earlier: Readonly<Record<string, unknown>> = asBefore;
  // What is not used does not count.
  const { weightDecay } = recipe.optimiser === 'adamw' ? recipe : asBefore;
  const { depth, normalise, enlarge } = recipe.model === 'unet' ? recipe : asBefore;
  const { unlabelledWeight, confidence } = recipe.unlabelled ? recipe : asBefore;
  const forUnlabelled = { unlabelledWeight, confidence };
  const used = { ...recipe, weightDecay, depth, normalise, enlarge, ...forUnlabelled };
  const decisive = Object.fromEntries(
    Object.entries(used).filter(([name, value]) => earlier[name] !== value),
  );
  const text = JSON.stringify({ decisive, classes, dataHash });
  return sha256Of(Buffer.from(text));
}
