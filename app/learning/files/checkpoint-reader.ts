import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpointManifest, type CheckpointManifest } from '../../contract/run-weights.ts';
import { areFinite, type WeightValues } from '../models/weights.ts';
import type { Checkpoint } from './checkpoint-content.ts';
import { sha256Of } from './sha256.ts';
import { arraysFromBytes } from './tensor-bytes.ts';

export const manifestFile = 'manifest.json';
export const tensorsFile = 'tensors.bin';
/** Ending of a checkpoint that one of the same step is about to take the place of. */
export const replaced = '.old';

const maxManifestBytes = 2 ** 20;
const maxTensorBytes = 2 ** 31 - 1;

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

/** Newest first. */
export function namesIn(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const steps = (name: string) => Number(name.replace(replaced, ''));
  return readdirSync(folder)
    .filter((name) => /^\d{1,15}(?:\.old)?$/.test(name))
    .sort((a, b) => steps(b) - steps(a) || a.length - b.length);
}

/** What a manifest says of itself, its own seal left out. */
export function sealOf(content: Omit<CheckpointManifest, 'seal'>): string {
  return sha256Of(Buffer.from(JSON.stringify(content)));
}

/** Throws when anything about it is not as it was written. */
function readCheckpoint(folder: string): Checkpoint {
  const text = readBounded(join(folder, manifestFile), 'manifest', maxManifestBytes).toString();
  const manifest = manifestIn(text);
  const { progress, fingerprint, settings, dataHash, keyed, tensors } = manifest;
  const lengths = tensors.map(({ length }) => length);
  const size = lengths.reduce((sum, length) => sum + length * 4, 0);
  const bytes = readBounded(join(folder, tensorsFile), 'tensors', maxTensorBytes, size);
  if (sha256Of(bytes) !== manifest.sha256) throw new Error('its tensors were changed or damaged.');
  const arrays = arraysFromBytes(bytes, lengths);
  const all = tensors.map(({ name }, index): [string, Float32Array] => [
    name,
    arrays[index] ?? new Float32Array(0),
  ]);
  const weights = unprefixed('weight', all);
  const slots = unprefixed('slot', all);
  // Never written like that: whoever changed it made it whole again.
  if (!areFinite(weights) || !areFinite(slots)) {
    throw new Error('it holds numbers that are not finite.');
  }
  return { progress, fingerprint, settings, dataHash, keyed, weights, slots };
}

function manifestIn(text: string): CheckpointManifest {
  let manifest: CheckpointManifest;
  try {
    manifest = parseCheckpointManifest(text);
  } catch (cause) {
    throw new Error('its manifest was changed or damaged, or is of another version.', { cause });
  }
  // As it stands in the file: what the schema leaves out or puts in another order counts too.
  const { seal, ...content } = JSON.parse(text) as CheckpointManifest;
  if (sealOf(content) !== seal) throw new Error('its manifest was changed or damaged.');
  return manifest;
}

/** Never more than was announced is read, whatever happens to the file meanwhile. */
function readBounded(path: string, what: string, mostBytes: number, exactly?: number): Buffer {
  const descriptor = openedIn(path, what);
  try {
    const { size } = fstatSync(descriptor);
    if (size > mostBytes) throw new Error(`its ${what} is too large.`);
    if (exactly !== undefined && size !== exactly) {
      throw new Error(`its ${what} have another length.`);
    }
    const bytes = Buffer.alloc(size);
    for (let done = 0; done < size;) {
      const read = readSync(descriptor, bytes, done, size - done, done);
      if (read === 0) throw new Error(`its ${what} ended early.`);
      done += read;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function openedIn(path: string, what: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new Error(`its ${what} cannot be opened.`, { cause });
  }
}

function unprefixed(prefix: string, entries: readonly [string, Float32Array][]): WeightValues {
  const own = entries.filter(([name]) => name.startsWith(`${prefix}:`));
  return new Map(own.map(([name, array]) => [name.slice(prefix.length + 1), array]));
}
