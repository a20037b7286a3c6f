import { stat } from 'node:fs/promises';
import type { EngineEvent, EngineRequest } from '../contract/run-folder.ts';
import type { PromptFiles } from '../contract/prompting.ts';
import { openNetworks, type Networks } from './networks.ts';
import { SeenPictures } from './seen-pictures.ts';
import { segment } from './segment.ts';

export type PromptRequest = Extract<
  EngineRequest,
  { kind: 'prompt-open' | 'prompt-encode' | 'prompt-segment' }
>;

/** Answers requests one at a time: the network of one keeps every core busy. What is encoded ahead waits for the rest. */
export interface PromptDesk {
  take(request: PromptRequest): void;
  /** One that still waits is not begun. One that is under way cannot be stopped, and its answer is of use later. */
  cancel(request: string): void;
}

interface Loaded {
  readonly key: string;
  readonly networks: Networks;
  readonly pictures: SeenPictures;
}

export function createPromptDesk(send: (event: EngineEvent) => void): PromptDesk {
  const waiting: PromptRequest[] = [];
  let loaded: Loaded | null = null;
  let isBusy = false;

  async function load(files: PromptFiles): Promise<Loaded> {
    const key = await keyOf(files);
    if (loaded?.key === key) return loaded;
    const before = loaded;
    loaded = null;
    await before?.networks.close();
    const networks = await openNetworks(files);
    loaded = { key, networks, pictures: new SeenPictures(networks) };
    return loaded;
  }

  async function answer(asked: PromptRequest): Promise<EngineEvent> {
    const { request } = asked;
    const { networks, pictures } = await load(asked.files);
    switch (asked.kind) {
      case 'prompt-open':
        return { kind: 'prompt-opened', request, family: networks.interface.family };
      case 'prompt-encode':
        await pictures.see(asked.target);
        return { kind: 'prompt-encoded', request };
      case 'prompt-segment': {
        const { target, prompt } = asked;
        const seen = await pictures.see(target);
        const found = await segment(networks, { ...seen, target, prompt });
        seen.before = found.before;
        return { kind: 'prompt-segmented', request, mask: found.mask };
      }
    }
  }

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let next = takeNext(waiting); next !== undefined; next = takeNext(waiting)) {
      const { request } = next;
      try {
        send(await answer(next));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        send({ kind: 'failed', request, message });
      }
      // The network held the whole thread: what was said meanwhile is heard before the next one is chosen.
      await new Promise(setImmediate);
    }
    isBusy = false;
  }

  return {
    take(request) {
      waiting.push(request);
      void work();
    },
    cancel(request) {
      const at = waiting.findIndex((each) => each.request === request);
      if (at !== -1) waiting.splice(at, 1);
    },
  };
}

function takeNext(waiting: PromptRequest[]): PromptRequest | undefined {
  const at = waiting.findIndex((each) => each.kind !== 'prompt-encode' || !each.ahead);
  return waiting.splice(Math.max(0, at), 1)[0];
}

/** A file that was replaced is another one. */
async function keyOf({ encoder, decoder }: PromptFiles): Promise<string> {
  const facts = await Promise.all([encoder, decoder].map((path) => stat(path).catch(() => null)));
  return [encoder, decoder, ...facts.flatMap((each) => [each?.size, each?.mtimeMs])].join('\0');
}
