import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Build, Library, Member, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { cacheFolder } from './cache-folder.ts';
import { libraryOf, loadedMembers, platformName } from './manifest.ts';

/** Where everything stands: the library and the compiled binding in the cache, the binding in use in `node_modules`. */

export const bindingName = 'tfjs_binding.node';

export function libraryFolder(
  { tensorflow }: RuntimeManifest,
  { build, platform }: Library,
): string {
  return join(cacheFolder(), `tensorflow-${tensorflow}-${build}-${platform}`);
}

/** The folder of the tfjs package that holds the binding. */
export function tfjsFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
}

export function tfjsVersion(): string {
  const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/package.json') as {
    readonly version: string;
  };
  return version;
}

/** One binary serves the CPU and the CUDA build: the loader decides which it finds. */
export function cachedBinding({ tensorflow }: RuntimeManifest): string {
  const folder = `binding-${tfjsVersion()}-tensorflow-${tensorflow}-${platformName()}`;
  return join(cacheFolder(), folder, bindingName);
}

/** Where tfjs looks for its binding. */
export function placedBinding(): string {
  return join(tfjsFolder(), 'lib', 'napi-v8', bindingName);
}

export type Found =
  | { readonly kind: 'absent' }
  | { readonly kind: 'damaged'; readonly library: Library; readonly file: string }
  | { readonly kind: 'whole'; readonly library: Library; readonly folder: string };

const preferred: readonly Build[] = ['cuda', 'cpu'];

/** The library an engine would load, judged by names and sizes. CUDA first: it runs on the CPU where there is no GPU. */
export function findLibrary(manifest: RuntimeManifest): Found {
  const found = preferred.flatMap((build) => {
    const library = libraryOf(manifest, build);
    return library === null ? [] : [inspect(manifest, library)];
  });
  return (
    found.find(({ kind }) => kind === 'whole') ??
    found.find(({ kind }) => kind === 'damaged') ?? { kind: 'absent' }
  );
}

function inspect(manifest: RuntimeManifest, library: Library): Found {
  const folder = libraryFolder(manifest, library);
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) {
    return { kind: 'absent' };
  }
  const odd = loadedMembers(library).find((member) => !hasItsSize(folder, member));
  return odd === undefined
    ? { kind: 'whole', library, folder }
    : { kind: 'damaged', library, file: join(folder, odd.path) };
}

function hasItsSize(folder: string, { path, bytes }: Member): boolean {
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === bytes;
}
