import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Build, Library, Member, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { cacheFolder } from './cache-folder.ts';
import { hasNvidiaDriver } from './nvidia-driver.ts';
import { libraryOf, loadedMembers, platformName } from './manifest.ts';

/**
 * Where everything stands: the library and the compiled binding in the cache, the binding in use in `node_modules`.
 * An installed app brings both along, read-only, beside `app/`; a clone has no such folder.
 */

const shippedFolder = fileURLToPath(new URL('../../runtime/', import.meta.url));

export const bindingName = 'tfjs_binding.node';

export function libraryName({ tensorflow }: RuntimeManifest, { build, platform }: Library): string {
  return `tensorflow-${tensorflow}-${build}-${platform}`;
}

export function libraryFolder(manifest: RuntimeManifest, library: Library): string {
  return join(cacheFolder(), libraryName(manifest, library));
}

/** Where the wheels of a library that are through wait for the rest of them. */
export function keptFolder(manifest: RuntimeManifest, library: Library): string {
  return join(cacheFolder(), `${libraryName(manifest, library)}.begun`);
}

/** Where it is remembered that a library was verified. Beside it in the cache; an installed app's own folder is nobody's to write. */
export function verifiedFile(manifest: RuntimeManifest, library: Library): string {
  return join(cacheFolder(), `${libraryName(manifest, library)}.verified.json`);
}

/** Where the same library stands when an installer brought it along. */
export function shippedLibrary(manifest: RuntimeManifest, library: Library): string {
  return join(shippedFolder, libraryName(manifest, library));
}

/** Whether the binding came compiled with the app, whose folder nobody writes to. */
export function hasShippedBinding(): boolean {
  return existsSync(shippedFolder) && existsSync(placedBinding());
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

/** Without a driver the CUDA build computes on the processor too, but five times as much has to be read and checked first. */
function preferredBuilds(): readonly Build[] {
  return hasNvidiaDriver() ? ['cuda', 'cpu'] : ['cpu', 'cuda'];
}

/**
 * The library an engine would load, judged by names and sizes.
 * What the person fetched comes before what the installer brought.
 */
export function findLibrary(
  manifest: RuntimeManifest,
  { shipped = shippedFolder, builds = preferredBuilds() } = {},
): Found {
  const found = builds.flatMap((build) => {
    const library = libraryOf(manifest, build);
    return library === null
      ? []
      : [cacheFolder(), shipped].map((folder) =>
          inspect(join(folder, libraryName(manifest, library)), library),
        );
  });
  return (
    found.find(({ kind }) => kind === 'whole') ??
    found.find(({ kind }) => kind === 'damaged') ?? { kind: 'absent' }
  );
}

function inspect(folder: string, library: Library): Found {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) {
    return { kind: 'absent' };
  }
  const odd = loadedMembers(library).find((member) => !hasItsSize(folder, member));
  return odd === undefined
    ? { kind: 'whole', library, folder }
    : { kind: 'damaged', library, file: join(folder, odd.path) };
}

export function hasItsSize(folder: string, { path, bytes }: Member): boolean {
  const stats = statSync(join(folder, path), { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size === bytes;
}
