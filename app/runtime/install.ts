import { existsSync } from 'node:fs';
import { StudioError } from '../contract/errors.ts';
import type { Library, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { compileBinding } from './compile-binding.ts';
import { installLibrary, type Installing } from './install-library.ts';
import { buildInWords, libraryOf, loadedMembers, platformName, readManifest } from './manifest.ts';
import { linkLibrary, placeBinding, tryBinding } from './place-binding.ts';
import {
  cachedBinding,
  findLibrary,
  hasShippedBinding,
  libraryFolder,
  shippedLibrary,
} from './places.ts';
import { runtimeStatus, type RuntimeState } from './state.ts';
import { firstChanged } from './verify-files.ts';

export interface InstallOptions extends Installing {
  /** The build for NVIDIA cards, with its libraries. */
  readonly cuda?: boolean;
}

/**
 * Makes training possible: fetches and checks the library, compiles the binding, puts it in place. What is there and whole
 * is kept; what is damaged is replaced. Throws a StudioError with a sentence, or the signal's reason; then nothing is half done.
 */
export async function installRuntime({
  cuda = false,
  ...installing
}: InstallOptions): Promise<RuntimeState> {
  const manifest = readManifest();
  const library = requireLibrary(manifest, cuda);
  if (!(await isWhole(manifest, library, installing.signal))) {
    await installLibrary(manifest, library, installing);
  }
  if (!hasShippedBinding()) {
    await bringBinding(manifest, library, installing);
  }
  // What was asked for, also where another build would be preferred: CUDA's without a card.
  const asked = findLibrary(manifest, { builds: [library.build] });
  await tryBinding(asked, installing.signal);
  return runtimeStatus();
}

async function isWhole(
  manifest: RuntimeManifest,
  library: Library,
  signal: AbortSignal,
): Promise<boolean> {
  const members = loadedMembers(library);
  if ((await firstChanged(shippedLibrary(manifest, library), members, signal)) === null) {
    return true;
  }
  const folder = libraryFolder(manifest, library);
  return (await firstChanged(folder, [...members, ...manifest.headers], signal)) === null;
}

async function bringBinding(
  manifest: RuntimeManifest,
  library: Library,
  installing: Installing,
): Promise<void> {
  if (!existsSync(cachedBinding(manifest))) {
    await compileBinding(manifest, library, installing);
  }
  await placeBinding(manifest);
  const found = findLibrary(manifest);
  if (found.kind === 'whole') {
    await linkLibrary(found);
  }
}

function requireLibrary(manifest: RuntimeManifest, cuda: boolean): Library {
  const build = cuda ? 'cuda' : 'cpu';
  const library = libraryOf(manifest, build);
  if (library === null) {
    throw new StudioError(
      'unavailable',
      `This version has no TensorFlow library (${buildInWords(build)}) for ${platformName()}.`,
    );
  }
  return library;
}
