import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  checkpointFormat,
  parseCheckpointManifest,
  type CheckpointManifest,
  type RunProgress,
} from '../../contract/run-weights.ts';
import type { WeightValues } from '../models/weights.ts';
import { sha256Of, syncFolder } from './durable.ts';
import { arraysFromBytes, bytesFromArrays } from './tensor-bytes.ts';

const manifestFile = 'manifest.json';
const tensorsFile = 'tensors.bin';
/** Ending of a checkpoint that one of the same step is about to take the place of. */
const replaced = '.old';
const maxManifestBytes = 2 ** 20;

export interface Checkpoint {
  readonly progress: RunProgress;
  readonly fingerprint: string;
  readonly weights: WeightValues;
  /** The optimiser's figures. */
  readonly slots: WeightValues;
}

/**
 * Writes `checkpoints/<step>/`: tensors, then the manifest with their hash, both flushed, in a folder with another name
 * that is renamed last; then older ones are removed. A crash at any moment leaves a whole checkpoint behind.
 */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): void {
  mkdirSync(folder, { recursive: true });
  const name = String(checkpoint.progress.step);
  const temporary = join(folder, `${name}.tmp`);
  const final = join(folder, name);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const entries = [
    ...prefixed('weight', checkpoint.weights),
    ...prefixed('slot', checkpoint.slots),
  ];
  const bytes = bytesFromArrays(entries.map(([, values]) => values));
  writeFileSync(join(temporary, tensorsFile), bytes, { flush: true });
  const content: CheckpointManifest = {
    format: checkpointFormat,
    progress: checkpoint.progress,
    fingerprint: checkpoint.fingerprint,
    sha256: sha256Of(bytes),
    tensors: entries.map(([tensor, values]) => ({ name: tensor, length: values.length })),
  };
  writeFileSync(join(temporary, manifestFile), JSON.stringify(content), { flush: true });
  syncFolder(temporary);
  // The same step twice: validated meanwhile, or a resumed run that took no step. The first stays until then.
  if (existsSync(final)) renameSync(final, join(folder, `${name}${replaced}`));
  renameSync(temporary, final);
  syncFolder(folder);
  for (const other of readdirSync(folder)) {
    if (other !== name) rmSync(join(folder, other), { recursive: true, force: true });
  }
}

/** The newest checkpoint that is whole and belongs to the fingerprint; null when there is none. */
export function readNewestCheckpoint(
  folder: string,
  fingerprint: string,
  refuse: (reason: string) => void,
): Checkpoint | null {
  for (const name of namesIn(folder)) {
    try {
      const checkpoint = readCheckpoint(join(folder, name));
      if (checkpoint.fingerprint === fingerprint) return checkpoint;
      refuse(`Checkpoint ${name} was made with other settings or pictures.`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refuse(`Checkpoint ${name} cannot be used: ${reason}`);
    }
  }
  return null;
}

/** Throws when anything about it is not as it was written. */
function readCheckpoint(folder: string): Checkpoint {
  const manifestPath = join(folder, manifestFile);
  if (statSync(manifestPath).size > maxManifestBytes) throw new Error('its manifest is too large.');
  const read = parseCheckpointManifest(readFileSync(manifestPath, 'utf8'));
  const lengths = read.tensors.map(({ length }) => length);
  const size = lengths.reduce((sum, length) => sum + length * 4, 0);
  const tensorsPath = join(folder, tensorsFile);
  if (statSync(tensorsPath).size !== size) throw new Error('its tensors have another length.');
  const bytes = readFileSync(tensorsPath);
  if (sha256Of(bytes) !== read.sha256) throw new Error('its tensors were changed or damaged.');
  const arrays = arraysFromBytes(bytes, lengths);
  const all = read.tensors.map(({ name }, index): [string, Float32Array] => [
    name,
    arrays[index] ?? new Float32Array(0),
  ]);
  return {
    progress: read.progress,
    fingerprint: read.fingerprint,
    weights: unprefixed('weight', all),
    slots: unprefixed('slot', all),
  };
}

/** Newest first. */
function namesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const steps = (name: string) => Number(name.replace(replaced, ''));
  return readdirSync(folder)
    .filter((name) => /^\d{1,15}(?:\.old)?$/.test(name))
    .sort((a, b) => steps(b) - steps(a) || a.length - b.length);
}

function prefixed(prefix: string, values: WeightValues): [string, Float32Array][] {
  return [...values].map(([name, array]) => [`${prefix}:${name}`, array]);
}

function unprefixed(prefix: string, entries: readonly [string, Float32Array][]): WeightValues {
  const own = entries.filter(([name]) => name.startsWith(`${prefix}:`));
  return new Map(own.map(([name, array]) => [name.slice(prefix.length + 1), array]));
}
