import { existsSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { RunJob } from '../../contract/run-folder.ts';
import { parseRunRecord, type RunRecord, type RunSitting } from '../../contract/run-record.ts';
import type { Backend } from '../backends/backend.ts';
import type { Samples } from '../data/samples.ts';
import { replaceFile } from '../../disk/durable.ts';

const recordFile = 'record.json';

/** Adds this sitting to the run's record. */
export function recordSitting(
  folder: string,
  given: {
    readonly job: RunJob;
    readonly samples: Samples;
    readonly backend: Backend;
    /** Why it computes operation by operation; null where it does not, or cannot do otherwise. */
    readonly stepwise: string | null;
    readonly step: number;
  },
): void {
  const path = join(folder, recordFile);
  const { sittings } = recordIn(path);
  const record: RunRecord = { format: 1, sittings: [...sittings, sittingOf(given)] };
  replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
}

function sittingOf({
  job,
  samples,
  backend,
  stepwise,
  step,
}: Parameters<typeof recordSitting>[1]): RunSitting {
  return {
    startedAt: new Date().toISOString(),
    step,
    settings: job.settings,
    classes: job.classes.map(({ name }) => name),
    dataHash: job.dataHash,
    pictures: {
      train: samples.train.length,
      val: samples.validation.length,
      unlabelled: samples.unlabelled.length,
    },
    backend: backend.name,
    library: backend.library,
    fallback: backend.fallback,
    stepwise,
    versions: { maskwright: ownVersion(), node: process.versions.node, tfjs: tf.version_core },
    machine: {
      system: `${type()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? '',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
    },
  };
}

/** One that cannot be read is begun anew: nothing is learned from it. */
function recordIn(path: string): RunRecord {
  if (!existsSync(path)) return { format: 1, sittings: [] };
  try {
    return parseRunRecord(readFileSync(path, 'utf8'));
  } catch {
    return { format: 1, sittings: [] };
  }
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
