import type { RuntimeStatus } from '../contract/methods.ts';
import { backendOffers } from './backends.ts';
import { nvidiaCards, unfitness } from './nvidia.ts';
import { runtimeStatus } from './state.ts';

/** What a window or the command line is told of the library and of the ways to compute; without folders and versions. */
export async function runtimeReport(): Promise<RuntimeStatus> {
  const [state, backends, cards] = await Promise.all([
    runtimeStatus(),
    backendOffers(),
    nvidiaCards(),
  ]);
  const { kind, library, build, message, cuda } = state;
  const usable = build === 'cuda' ? cards.filter((card) => unfitness(card) === null) : [];
  return {
    ...{ kind, library, build, message, cuda },
    backends: [...backends],
    cards: usable.map(({ id, name, memoryMb }) => ({ id, name, memoryMb })),
  };
}
