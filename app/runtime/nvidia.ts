import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuntimeStatus } from '../contract/methods.ts';
import type { RuntimeManifest } from '../contract/runtime-manifest.ts';
import { bytesKept } from './kept-wheels.ts';
import { fetchedBytes, libraryOf, platformName } from './manifest.ts';
import { driverFolder, wslFolder } from './nvidia-driver.ts';
import { runProgram } from './run-program.ts';

/** An NVIDIA card, as its driver tells of it; null where it does not tell. */
export interface NvidiaCard {
  /** In the order of the bus, as nvidia-smi counts. */
  readonly index: number;
  /** Stays the card's own wherever it is plugged in; CUDA knows cards by it too. */
  readonly id: string;
  readonly name: string;
  readonly driver: string | null;
  /** CUDA's compute capability, such as "8.9". */
  readonly capability: string | null;
  readonly memoryMb: number | null;
  readonly freeMb: number | null;
}

/**
 * What the pinned library needs. Driver: NVIDIA's minimum for CUDA 12. Capability: the oldest that the library holds machine
 * code for (6.0, 7.0, 8.0, 8.9 and 9.0, read from the fat binaries in libtensorflow_cc.so.2).
 */
const leastDriver = 525;
const leastCapability = 6;

/** The NVIDIA cards of this computer. Empty where their driver is not installed. Asked once: nobody plugs in a card meanwhile. */
export function nvidiaCards(): Promise<readonly NvidiaCard[]> {
  return (cards ??= askDriver());
}

let cards: Promise<readonly NvidiaCard[]> | null = null;

async function askDriver(): Promise<readonly NvidiaCard[]> {
  const { code, lines } = await runProgram({
    file: existsSync(wslFolder) ? join(wslFolder, 'nvidia-smi') : 'nvidia-smi',
    arguments: [
      '--query-gpu=index,uuid,name,driver_version,compute_cap,memory.total,memory.free',
      '--format=csv,noheader,nounits',
    ],
  });
  const told = code === 0 ? lines.flatMap((line) => parseCard(line) ?? []) : [];
  return told.length > 0 ? told : cardsFromProc(driverFolder);
}

/** One line of nvidia-smi's table. */
function parseCard(line: string): NvidiaCard | null {
  const [index, id, name, driver, capability, memory, free] = line
    .split(',')
    .map((cell) => cell.trim());
  if (name === undefined || id === undefined || !/^\d+$/.test(index ?? '')) return null;
  return {
    index: Number(index),
    id,
    name,
    driver: known(driver),
    capability: known(capability),
    memoryMb: number(memory),
    freeMb: number(free),
  };
}

function known(cell: string | undefined): string | null {
  return cell === undefined || cell === '' || cell.startsWith('[') ? null : cell;
}

function number(cell: string | undefined): number | null {
  return cell !== undefined && /^\d+$/.test(cell) ? Number(cell) : null;
}

/** What the kernel's module tells, where nvidia-smi is not installed. */
export function cardsFromProc(folder: string): readonly NvidiaCard[] {
  const gpus = join(folder, 'gpus');
  if (!existsSync(gpus)) return [];
  const driver = /Module\s+([\d.]+)/.exec(readFileSync(join(folder, 'version'), 'utf8'))?.[1];
  return readdirSync(gpus)
    .sort()
    .flatMap((bus, index) => {
      const text = readFileSync(join(gpus, bus, 'information'), 'utf8');
      const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'm').exec(text)?.[1]?.trim();
      const [name, id] = [field('Model'), field('GPU UUID')];
      if (name === undefined || id === undefined) return [];
      const unknown = { capability: null, memoryMb: null, freeMb: null };
      return [{ index, id, name, driver: driver ?? null, ...unknown }];
    });
}

/** Why the library for NVIDIA cards cannot run on this one, in a sentence; null where nothing is known against it. */
export function unfitness({ name, driver, capability }: NvidiaCard): string | null {
  if (driver !== null && Number.parseInt(driver, 10) < leastDriver) {
    return `The driver of ${name} is ${driver}, and TensorFlow needs ${String(leastDriver)} or newer: update it.`;
  }
  if (capability !== null && Number.parseFloat(capability) < leastCapability) {
    return `${name} is too old for TensorFlow: its compute capability is ${capability}, and 6.0 is the least.`;
  }
  return null;
}

/** What a person with an NVIDIA card could fetch to train on it; null where it could not run, or is there already. */
export async function cudaOffer(
  manifest: RuntimeManifest,
  { build }: Pick<RuntimeStatus, 'build'>,
): Promise<RuntimeStatus['cuda']> {
  const library = libraryOf(manifest, 'cuda');
  if (library === null || build === 'cuda') return null;
  const card = (await nvidiaCards()).find((each) => unfitness(each) === null);
  if (card === undefined) return null;
  return {
    card: card.name,
    bytes: fetchedBytes(library),
    kept: bytesKept(manifest, library),
  };
}

/** Why no NVIDIA card is used, in a sentence; null where there is one that can be. */
export async function whyNoCard(manifest: RuntimeManifest): Promise<string | null> {
  if (libraryOf(manifest, 'cuda') === null) {
    return `There is no TensorFlow library for NVIDIA cards on ${platformName()}.`;
  }
  const found = await nvidiaCards();
  if (found.length === 0) return 'No NVIDIA card was found, or its driver is not installed.';
  const reasons = found.map(unfitness);
  return reasons.includes(null) ? null : reasons.join(' ');
}
