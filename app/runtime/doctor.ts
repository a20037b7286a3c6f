import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { howToInstall, missingBuildTools } from './build-tools.ts';
import { cacheFolder } from './cache-folder.ts';
import { readManifest } from './manifest.ts';
import { backendOffers } from './backends.ts';
import { cudaOffer, nvidiaCards, unfitness, type NvidiaCard } from './nvidia.ts';
import { cachedBinding } from './places.ts';
import { sizeInWords } from './progress.ts';
import { verifyLibrary, type RuntimeState } from './state.ts';
import { installWords } from './way-on.ts';

/** One thing Maskwright runs on, and what to do where it is missing. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly advice: string | null;
}

/** Below these a training of the default model is likely to fail. */
const leastMemoryBytes = 4e9;
const leastDiskBytes = 2e9;

/** What Maskwright runs on, each with what to do about it. `sqlite` is the version the store's own library answers. */
export async function doctorFacts({
  sqlite,
}: {
  readonly sqlite: string;
}): Promise<readonly Fact[]> {
  const state = await verifyLibrary(readManifest(), { anew: true });
  const gpus = await nvidiaCards();
  return [
    { name: 'Node', value: `${process.versions.node} (${process.execPath})`, advice: null },
    { name: 'SQLite', value: sqlite, advice: null },
    library(state),
    await binding(state),
    await backends(),
    gpu(gpus, await cudaOffer(readManifest(), state)),
    processors(),
    memory(),
    await disk(),
  ];
}

function library({ kind, library: value, folder, message }: RuntimeState): Fact {
  const isUsable = kind === 'ready' || kind === 'binding-missing';
  return {
    name: 'Library',
    value:
      folder === null
        ? `${value}: ${kind === 'damaged' ? 'damaged' : 'not here'}`
        : `${value} (${folder})`,
    advice: isUsable ? null : message,
  };
}

async function binding({ binding: path, kind }: RuntimeState): Promise<Fact> {
  const name = 'Binding';
  if (existsSync(path)) {
    return { name, value: path, advice: null };
  }
  if (existsSync(cachedBinding(readManifest()))) {
    return {
      name,
      value: 'built, not in place yet',
      advice: `To put it there, ${installWords()}.`,
    };
  }
  const missing = await missingBuildTools();
  const tools =
    missing.length === 0
      ? `To build it, ${installWords()}: it takes ten seconds.`
      : `To build it, install ${missing.join(', ')} first (${howToInstall()}), then ${installWords()}.`;
  return { name, value: 'not built yet', advice: kind === 'library-missing' ? null : tools };
}

/** Best first, as `auto` tries them; `runtime status` says why. */
async function backends(): Promise<Fact> {
  const usable = (await backendOffers()).filter((offer) => offer.usable);
  return { name: 'Backends', value: usable.map(({ title }) => title).join(', '), advice: null };
}

function gpu(cards: readonly NvidiaCard[], offer: RuntimeState['cuda']): Fact {
  return {
    name: 'GPU',
    value:
      cards.length === 0
        ? 'no NVIDIA card found; training runs on the processor'
        : cards.map(describe).join('; '),
    advice:
      offer === null
        ? (cards.map(unfitness).find((reason) => reason !== null) ?? null)
        : `To train on it, ${installWords(' --cuda')} (${sizeInWords(offer.bytes - offer.kept)} to fetch).`,
  };
}

function describe({ name, memoryMb, driver }: NvidiaCard): string {
  const parts = [
    ...(memoryMb === null ? [] : [sizeInWords(memoryMb * 2 ** 20)]),
    ...(driver === null ? [] : [`driver ${driver}`]),
  ];
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

function processors(): Fact {
  const count = availableParallelism();
  const model = cpus()[0]?.model.trim() ?? process.arch;
  return { name: 'Processor', value: `${model}, ${String(count)} at work`, advice: null };
}

function memory(): Fact {
  const free = process.availableMemory();
  return {
    name: 'Memory',
    value: `${sizeInWords(free)} free of ${sizeInWords(totalmem())}`,
    advice:
      free < leastMemoryBytes
        ? 'Training may run out of memory: close other programs, or train with a smaller batch or size.'
        : null,
  };
}

async function disk(): Promise<Fact> {
  let folder = cacheFolder();
  while (!existsSync(folder)) {
    folder = dirname(folder);
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  return {
    name: 'Disk',
    value: `${sizeInWords(free)} free in ${cacheFolder()}`,
    advice:
      free < leastDiskBytes ? 'Make room: the library alone takes more than a gigabyte.' : null,
  };
}
