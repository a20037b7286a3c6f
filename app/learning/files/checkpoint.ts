import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFormat, type CheckpointManifest } from '../../contract/run-weights.ts';
import type { WeightValues } from '../models/weights.ts';
import { namesIn, manifestFile, replaced, sealOf, tensorsFile } from './checkpoint-reader.ts';
import { syncFolder } from '../../disk/durable.ts';
import { sha256Of } from './sha256.ts';
import { bytesFromArrays } from './tensor-bytes.ts';
import type { Checkpoint } from './checkpoint-content.ts';

/** How many whole checkpoints stay: the newest, and the one before it should the newest turn out to be damaged. */
const kept = 2;

/**
 * Writes `checkpoints/<step>/`: tensors, then the manifest with their hash, both flushed, in a folder with another name
 * that is renamed last; then older ones are removed. A crash or a full disk at any moment leaves a whole checkpoint behind.
 */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint): void {
  mkdirSync(folder, { recursive: true });
  const name = String(checkpoint.progress.step);
  const temporary = join(folder, `${name}.tmp`);
  const final = join(folder, name);
  try {
    writeInto(temporary, checkpoint);
  } catch (error) {
    // What could not be finished gives its room back.
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  // The same step twice: validated meanwhile, or a resumed run that took no step. The first stays until then.
  if (existsSync(final)) renameSync(final, join(folder, `${name}${replaced}`));
  renameSync(temporary, final);
  syncFolder(folder);
  const staying = new Set(
    namesIn(folder)
      .filter((other) => !other.endsWith(replaced))
      .slice(0, kept)
      .concat(name),
  );
  for (const other of readdirSync(folder)) {
    if (!staying.has(other)) rmSync(join(folder, other), { recursive: true, force: true });
  }
}

function writeInto(temporary: string, checkpoint: Checkpoint): void {
  const { progress, fingerprint, settings, dataHash, keyed, weights, slots } = checkpoint;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const entries = [...prefixed('weight', weights), ...prefixed('slot', slots)];
  const bytes = bytesFromArrays(entries.map(([, values]) => values));
  writeFileSync(join(temporary, tensorsFile), bytes, { flush: true });
  const content: Omit<CheckpointManifest, 'seal'> = {
    format: checkpointFormat,
    progress,
    fingerprint,
    settings,
    dataHash,
    keyed,
    sha256: sha256Of(bytes),
    tensors: entries.map(([tensor, values]) => ({ name: tensor, length: values.length })),
  };
  const manifest = JSON.stringify({ ...content, seal: sealOf(content) });
  writeFileSync(join(temporary, manifestFile), manifest, { flush: true });
  syncFolder(temporary);
}

function prefixed(prefix: string, values: WeightValues): [string, Float32Array][] {
  return [...values].map(([name, array]) => [`${prefix}:${name}`, array]);
}
