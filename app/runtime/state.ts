import { statSync } from 'node:fs';
import type { RuntimeStatus } from '../contract/methods.ts';
import type { RuntimeManifest } from '../contract/runtime-manifest.ts';
import {
  buildInWords,
  fetchedBytes,
  libraryOf,
  loadedMembers,
  platformName,
  readManifest,
} from './manifest.ts';
import { cudaOffer } from './nvidia.ts';
import { findLibrary, placedBinding, verifiedFile } from './places.ts';
import { sizeInWords } from './progress.ts';
import { firstChanged, firstChangedSince } from './verify-files.ts';
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
 * Compares every file of the library with its pinned SHA-256, about a second per gigabyte; what was compared lately and has not
 * been touched since is not read again, unless `anew`. An engine calls it right before it loads the library, and loads it only
 * when the answer is `ready`.
 */
export async function verifyLibrary(
  manifest = readManifest(),
  { anew = false } = {},
): Promise<RuntimeState> {
  const state = currentState(manifest);
  const found = findLibrary(manifest);
  if (found.kind !== 'whole' || state.kind === 'damaged') {
    return state;
  }
  const members = loadedMembers(found.library);
  const memory = verifiedFile(manifest, found.library);
  const changed = anew
    ? await firstChanged(found.folder, members)
    : await firstChangedSince(memory, found.folder, members);
  return changed === null ? state : damaged(manifest, changed);
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
