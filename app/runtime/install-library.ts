import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import type { Library, RuntimeManifest, Wheel } from '../contract/runtime-manifest.ts';
import { cacheFolder } from './cache-folder.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { loadedMembers } from './manifest.ts';
import { libraryFolder } from './places.ts';
import { sizeInWords, startMeter, type OnProgress } from './progress.ts';
import { inStaging, putInPlace } from './staging.ts';
import { unpackWheel } from './unpack-wheel.ts';
import { WheelFault } from './wheel-index.ts';

export interface Installing {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Left free on the disk, so that an installation does not stop the person's other work. */
const sparedBytes = 200e6;

/**
 * Fetches, checks and unpacks a library into the cache; all of it or nothing. Safe beside another process that does the same.
 * Throws a StudioError with a sentence, or the signal's reason.
 */
export async function installLibrary(
  manifest: RuntimeManifest,
  library: Library,
  { signal, onProgress }: Installing,
): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  await refuseFullDisk(library);
  await inStaging(async (staging) => {
    const unpacked = join(staging, 'library');
    const total = library.wheels.reduce((sum, { bytes }) => sum + bytes, 0);
    const meter = startMeter(total, onProgress);
    let before = 0;
    for (const [n, wheel] of library.wheels.entries()) {
      const folder = join(staging, `wheel-${String(n)}`);
      const path = await fetchWheel(wheel, {
        folder,
        signal,
        onBytes(bytes) {
          meter.reach(before + bytes, `Fetching ${wheel.name} ${wheel.version}`);
        },
      });
      before += wheel.bytes;
      const members = n === 0 ? [...wheel.members, ...manifest.headers] : wheel.members;
      await unpackChecked(wheel, { path, members, into: unpacked, signal, onProgress });
      await rm(folder, { recursive: true });
    }
    await putInPlace(unpacked, libraryFolder(manifest, library));
  });
}

interface Unpacking extends Installing {
  readonly path: string;
  readonly members: Wheel['members'];
  readonly into: string;
}

async function unpackChecked(
  { name, version }: Wheel,
  { path, members, into, signal, onProgress }: Unpacking,
): Promise<void> {
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = startMeter(total, onProgress);
  let done = 0;
  try {
    await unpackWheel(path, {
      members,
      into,
      signal,
      onBytes(bytes) {
        done += bytes;
        meter.reach(done, `Unpacking and checking ${name} ${version}`);
      },
    });
  } catch (error) {
    if (error instanceof WheelFault) {
      throw new StudioError(
        'bad-input',
        `The file that came as ${name} ${version} cannot be used: ${error.message}. It was thrown away; nothing was changed.`,
        { cause: error },
      );
    }
    throw error;
  }
}

async function refuseFullDisk(library: Library): Promise<void> {
  const largestWheel = Math.max(...library.wheels.map(({ bytes }) => bytes));
  const unpacked = loadedMembers(library).reduce((sum, { bytes }) => sum + bytes, 0);
  const needed = largestWheel + unpacked + sparedBytes;
  const { bavail, bsize } = await statfs(cacheFolder());
  if (bavail * bsize < needed) {
    throw new StudioError(
      'disk-full',
      `The TensorFlow library needs ${sizeInWords(needed)} of free space in ${cacheFolder()}, and there are ${sizeInWords(bavail * bsize)}. Make room, or choose another folder with MASKWRIGHT_CACHE.`,
    );
  }
}
