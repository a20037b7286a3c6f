import { existsSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import type { Library, Member, RuntimeManifest, Wheel } from '../contract/runtime-manifest.ts';
import { cacheFolder } from './cache-folder.ts';
import { fetchWheel } from './fetch-wheel.ts';
import { fetchedBytes } from './manifest.ts';
import { hasItsSize, keptFolder, libraryFolder } from './places.ts';
import { sizeInWords, startMeter, type OnProgress } from './progress.ts';
import { inStaging, putInPlace } from './staging.ts';
import { firstChanged } from './verify-files.ts';
import { unpackWheel, type Unpacking } from './unpack-wheel.ts';
import { WheelFault } from './wheel-index.ts';

export interface Installing {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Left free on the disk, so that an installation does not stop the person's other work. */
const sparedBytes = 200e6;

/**
 * Fetches, checks and unpacks a library into the cache. Who stops it, or loses the network, keeps the wheels that are through
 * and goes on from there: they stand in a folder of their own, which becomes the library's when the last one has come.
 * Safe beside another process that does the same. Throws a StudioError with a sentence, or the signal's reason.
 */
export async function installLibrary(
  manifest: RuntimeManifest,
  library: Library,
  installing: Installing,
): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const wanted = library.wheels.map((wheel, n) => ({
    wheel,
    members: n === 0 ? [...wheel.members, ...manifest.headers] : wheel.members,
  }));
  const kept = keptFolder(manifest, library);
  const missing = await stillMissing(kept, wanted, installing);
  await refuseFullDisk(missing);
  const total = fetchedBytes(library);
  let before = total - sum(missing.map(({ wheel }) => wheel.bytes));
  const meter = startMeter({ total, from: before }, installing.onProgress);
  await inStaging(async (staging) => {
    for (const [n, { wheel, members }] of missing.entries()) {
      const folder = join(staging, `wheel-${String(n)}`);
      const called = `${wheel.name} ${wheel.version}`;
      const path = await fetchWheel(wheel, {
        folder,
        signal: installing.signal,
        onBytes(bytes) {
          meter.reach(before + bytes, `Fetching ${called}`);
        },
      });
      before += wheel.bytes;
      const unpacked = join(folder, 'unpacked');
      await unpackChecked(wheel, {
        path,
        members,
        into: unpacked,
        signal: installing.signal,
        onBytes() {
          meter.reach(before, `Unpacking and checking ${called}`);
        },
      });
      await keep(unpacked, { members, kept });
      await rm(folder, { recursive: true });
    }
    await makeWhole(join(staging, 'library'), {
      kept,
      wanted,
      target: libraryFolder(manifest, library),
    });
  });
}

/** The wheels whose files are not all there from an earlier try, each of them checked again. */
async function stillMissing(
  kept: string,
  wanted: readonly WantedWheel[],
  { signal, onProgress }: Installing,
): Promise<readonly WantedWheel[]> {
  if (!existsSync(kept)) return wanted;
  onProgress({
    message: 'Checking what was fetched before',
    done: null,
    total: null,
    secondsLeft: null,
  });
  const missing: WantedWheel[] = [];
  for (const one of wanted) {
    if ((await firstChanged(kept, one.members, signal)) !== null) missing.push(one);
  }
  return missing;
}

/** Each file is the pinned one, whoever brings it: another process may have been faster. */
async function keep(
  unpacked: string,
  { members, kept }: { readonly members: readonly Member[]; readonly kept: string },
): Promise<void> {
  for (const { path } of members) {
    await mkdir(dirname(join(kept, path)), { recursive: true });
    await rename(join(unpacked, path), join(kept, path));
  }
}

/** Puts what was kept in its place. Another process may have done so a moment ago, with some of the files. */
async function makeWhole(
  unpacked: string,
  given: {
    readonly kept: string;
    readonly wanted: readonly WantedWheel[];
    readonly target: string;
  },
): Promise<void> {
  const members = given.wanted.flatMap((each) => each.members);
  await rename(given.kept, unpacked).catch(() => undefined);
  if (standAll(unpacked, members)) {
    await putInPlace(unpacked, given.target);
  } else if (!standAll(given.target, members)) {
    throw new StudioError('busy', 'Another Maskwright fetches the same library. Try again.');
  }
}

function standAll(folder: string, members: readonly Member[]): boolean {
  return members.every((member) => hasItsSize(folder, member));
}

interface WantedWheel {
  readonly wheel: Wheel;
  readonly members: readonly Member[];
}

async function unpackChecked(
  { name, version }: Wheel,
  { path, ...unpacking }: Unpacking & { readonly path: string },
): Promise<void> {
  try {
    await unpackWheel(path, unpacking);
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

async function refuseFullDisk(missing: readonly WantedWheel[]): Promise<void> {
  const largestWheel = Math.max(0, ...missing.map(({ wheel }) => wheel.bytes));
  const unpacked = sum(missing.flatMap(({ members }) => members.map(({ bytes }) => bytes)));
  const needed = largestWheel + unpacked + sparedBytes;
  const { bavail, bsize } = await statfs(cacheFolder());
  if (bavail * bsize < needed) {
    throw new StudioError(
      'disk-full',
      `The TensorFlow library needs ${sizeInWords(needed)} of free space in ${cacheFolder()}, and there are ${sizeInWords(bavail * bsize)}. Make room, or choose another folder with MASKWRIGHT_CACHE.`,
    );
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
