import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeStatus } from '../contract/methods.ts';
import type { Member, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { hashFile } from './hash-file.ts';
import {
  buildInWords,
  fetchedBytes,
  libraryOf,
  loadedMembers,
  platformName,
  readManifest,
} from './manifest.ts';
import { cudaOffer } from './nvidia.ts';
import { findLibrary, placedBinding } from './places.ts';
import { sizeInWords } from './progress.ts';
import { installWords } from './way-on.ts';

/** The contract's status, and for the engine and the doctor where things stand. */
export interface RuntimeState extends Omit<RuntimeStatus, 'backends' | 'cards'> {
  /** Of TensorFlow, such as "2.21.0". */
  readonly version: string;
  /** The library's folder; null where there is none to use. */
  readonly folder: string | null;
  /** Where tfjs looks for its binding; it may not be there. */
  readonly binding: string;
}

const howToFetch = `To have it, ${installWords()}.`;

/** What stands on this computer, judged by names and sizes: quick enough to be asked whenever a view opens. */
export async function runtimeStatus(): Promise<RuntimeState> {
  const manifest = readManifest();
  const state = currentState(manifest);
  return { ...state, cuda: await cudaOffer(manifest, state) };
}

/**
 * Reads every file of the library and compares its SHA-256 with the pinned one, about a second per gigabyte.
 * An engine calls it right before it loads the library, and loads it only when the answer is `ready`.
 */
export async function verifyLibrary(manifest = readManifest()): Promise<RuntimeState> {
  const state = currentState(manifest);
  const found = findLibrary(manifest);
  if (found.kind !== 'whole' || state.kind === 'damaged') {
    return state;
  }
  const changed = await firstChanged(found.folder, loadedMembers(found.library));
  return changed === null ? state : damaged(manifest, changed);
}

/** The path of the first file that is missing or not the pinned one. */
export async function firstChanged(
  folder: string,
  members: readonly Member[],
  signal?: AbortSignal,
): Promise<string | null> {
  for (const { path, sha256 } of members) {
    const file = join(folder, path);
    const stands = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (!stands || (await hashFile(file, signal)) !== sha256) {
      return file;
    }
  }
  return null;
}

export function currentState(manifest: RuntimeManifest): RuntimeState {
  const found = findLibrary(manifest);
  switch (found.kind) {
    case 'absent':
      return missing(manifest);
    case 'damaged':
      return damaged(manifest, found.file);
    case 'whole': {
      const { build } = found.library;
      const library = `TensorFlow ${manifest.tensorflow}, ${buildInWords(build)}`;
      const common = { ...base(manifest), library, build, folder: found.folder };
      return statSync(placedBinding(), { throwIfNoEntry: false }) === undefined
        ? {
            ...common,
            kind: 'binding-missing',
            message: `The TensorFlow library is here; the binding between it and Node still has to be built. To build it, ${installWords()}.`,
          }
        : { ...common, kind: 'ready', message: `${library}, is ready for training.` };
    }
  }
}

function base(manifest: RuntimeManifest) {
  return {
    library: `TensorFlow ${manifest.tensorflow}`,
    build: null,
    version: manifest.tensorflow,
    folder: null,
    cuda: null,
    binding: placedBinding(),
  };
}

function missing(manifest: RuntimeManifest): RuntimeState {
  const cpu = libraryOf(manifest, 'cpu');
  const message =
    cpu === null
      ? `This version has no TensorFlow library for ${platformName()}, so training and predictions run on WebAssembly here, slowly.`
      : `The TensorFlow library is not on this computer yet (${sizeInWords(fetchedBytes(cpu))} to fetch). ${howToFetch}`;
  return { ...base(manifest), kind: 'library-missing', message };
}

function damaged(manifest: RuntimeManifest, file: string): RuntimeState {
  return {
    ...base(manifest),
    kind: 'damaged',
    message: `The TensorFlow library is damaged: ${file} is not the file Maskwright knows, so it is not loaded. ${howToFetch}`,
  };
}
