import type { BackendOffer, RuntimeStatus } from '../contract/methods.ts';
import type { BackendName } from '../contract/training.ts';
import { readManifest } from './manifest.ts';
import { nvidiaCards, unfitness, whyNoCard } from './nvidia.ts';
import { runtimeStatus } from './state.ts';
import { installWords } from './way-on.ts';
import { webgpuCard, type WebgpuCard } from './webgpu.ts';

/** What the order is decided by. */
export interface BackendFacts {
  readonly library: Pick<RuntimeStatus, 'kind' | 'build' | 'message'>;
  /** The name of the NVIDIA card to compute on, or why there is none. */
  readonly card: { readonly name: string } | { readonly reason: string };
  /** The graphics card that WebGPU reaches, or why there is none. */
  readonly webgpu: WebgpuCard;
}

/** How many times longer WebAssembly takes for a step than TensorFlow on the same computer: measured, docs/benchmarks.md. */
const timesSlower = 10;

/**
 * The ways to compute, best first: `auto` takes the first that is usable. A GPU comes before the processor, TensorFlow before
 * what runs without it. Each says in a sentence why it can be used, or why not.
 */
export function backendOrder(facts: BackendFacts): readonly BackendOffer[] {
  const { library } = facts;
  const isThere = library.kind === 'ready';
  return [
    cudaOffer(facts),
    webgpuOffer(facts),
    {
      device: 'processor',
      backend: 'tensorflow',
      title: 'TensorFlow on the processor',
      usable: isThere,
      reason: isThere ? 'The TensorFlow library is here.' : library.message,
    },
    {
      device: 'wasm',
      backend: 'wasm',
      title: 'WebAssembly',
      usable: true,
      reason: `It runs everywhere, and takes about ${String(timesSlower)} times as long as TensorFlow.`,
    },
  ];
}

function cudaOffer({ library, card }: BackendFacts): BackendOffer {
  const common = { device: 'cuda', backend: 'tensorflow' } as const;
  if ('reason' in card) {
    return { ...common, title: 'TensorFlow on an NVIDIA card', usable: false, reason: card.reason };
  }
  const title = `TensorFlow on ${card.name}`;
  if (library.kind === 'ready' && library.build === 'cuda') {
    return { ...common, title, usable: true, reason: `The library for ${card.name} is here.` };
  }
  return {
    ...common,
    title,
    usable: false,
    reason: `The library for NVIDIA cards is not here yet. To have it, ${installWords(' --cuda')}.`,
  };
}

function webgpuOffer({ webgpu }: BackendFacts): BackendOffer {
  const common = { device: 'webgpu', backend: 'webgpu' } as const;
  return 'reason' in webgpu
    ? { ...common, title: 'WebGPU on a graphics card', usable: false, reason: webgpu.reason }
    : {
        ...common,
        title: `WebGPU on ${webgpu.name}`,
        usable: true,
        reason: `WebGPU reaches ${webgpu.name} without a library of its maker.`,
      };
}

/** A choice of backend and card, as `TrainingSettings` has it. */
interface Choice {
  readonly backend: BackendName;
  readonly gpu: string;
}

/**
 * What this computer can compute with, in the order in which `auto` tries it. Asking for WebGPU's card loads drivers, so it is
 * left out for a choice that never comes to it.
 */
export async function backendOffers(
  choice: Choice = { backend: 'auto', gpu: 'auto' },
): Promise<readonly BackendOffer[]> {
  const [library, cards, whyNone, webgpu] = await Promise.all([
    runtimeStatus(),
    nvidiaCards(),
    whyNoCard(readManifest()),
    mayBeWebgpu(choice) ? webgpuCard() : notAsked,
  ]);
  const card = cards.find((each) => unfitness(each) === null);
  return backendOrder({
    library,
    card: card === undefined || whyNone !== null ? { reason: whyNone ?? '' } : card,
    webgpu,
  });
}

const notAsked: WebgpuCard = { reason: 'It was not asked for.' };

function mayBeWebgpu({ backend, gpu }: Choice): boolean {
  return backend === 'webgpu' || (backend === 'auto' && gpu === 'auto');
}

/** Which of the offers a choice of backend and card comes to; null for one that is no offer, as the tests' `cpu`. */
export function offerFor(
  offers: readonly BackendOffer[],
  { backend, gpu }: Choice,
): BackendOffer | null {
  const own = offers.filter((offer) => backend === 'auto' || offer.backend === backend);
  const meant = own.filter((offer) => isMeant(offer, gpu));
  return meant.find(({ usable }) => usable) ?? meant.at(-1) ?? own[0] ?? null;
}

/** Who names an NVIDIA card means it and nothing else; `none` means no graphics card of any kind. */
export function isMeant({ device }: BackendOffer, gpu: string): boolean {
  switch (gpu) {
    case 'auto':
      return true;
    case 'none':
      return device === 'processor' || device === 'wasm';
    default:
      return device === 'cuda';
  }
}

/** What a person should know who is about to wait for WebAssembly. The library's own message says how to have it. */
export function slownessInWords({ kind }: Pick<RuntimeStatus, 'kind'>): string {
  const slow = `WebAssembly is slow: it takes about ${String(timesSlower)} times as long as the TensorFlow library`;
  return kind === 'ready' ? `${slow}, which is here.` : `${slow}.`;
}
