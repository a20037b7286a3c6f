import type { RuntimeStatus } from '../contract/methods.ts';
import type { RuntimeManifest } from '../contract/runtime-manifest.ts';
import { fetchedBytes, libraryOf } from './manifest.ts';
import { runProgram } from './run-program.ts';
import type { RuntimeState } from './state.ts';

/** The NVIDIA cards of this computer, one line each: name, memory, driver. Empty where their driver is not installed. */
export function nvidiaCards(): Promise<readonly string[]> {
  return (cards ??= askDriver());
}

/** Asked once: nobody plugs in a card while the studio runs. */
let cards: Promise<readonly string[]> | null = null;

async function askDriver(): Promise<readonly string[]> {
  const { code, lines } = await runProgram({
    file: 'nvidia-smi',
    arguments: ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'],
  });
  return code === 0 ? lines.filter((line) => line.trim() !== '') : [];
}

/** What a person with an NVIDIA card could fetch to train on it; null without a card, or when it is there already. */
export async function cudaOffer(
  manifest: RuntimeManifest,
  { build }: Pick<RuntimeState, 'build'>,
): Promise<RuntimeStatus['cuda']> {
  const library = libraryOf(manifest, 'cuda');
  if (library === null || build === 'cuda') {
    return null;
  }
  const [card] = await nvidiaCards();
  const name = card?.split(',')[0]?.trim();
  return name === undefined ? null : { card: name, bytes: fetchedBytes(library) };
}
