import type { Asset } from '../contract/assets.ts';
import { wireError } from '../contract/errors.ts';
import type { OwnerMessage, StudioMessage, WireAsset } from '../contract/owner-messages.ts';
import type { Served } from '../contract/serving.ts';
import type { Transport, Unsubscribe } from '../contract/transport.ts';
import type { Channel } from './channel.ts';
import { announceAll } from './events.ts';
import { createStudioCalls } from './studio-calls.ts';
import { createTopicListeners } from './topic-listeners.ts';
import { untilAborted } from './until-aborted.ts';

/** The studio's end: answers calls and, once asked to, tells events. */
export function answerOver(
  channel: Channel<StudioMessage, OwnerMessage>,
  served: Served,
): Unsubscribe {
  const underWay = new Map<number, AbortController>();
  let stopTelling: Unsubscribe | null = null;

  async function answer(
    id: number,
    work: (signal: AbortSignal) => Promise<StudioMessage>,
  ): Promise<void> {
    const controller = new AbortController();
    underWay.set(id, controller);
    try {
      channel.send(await work(controller.signal));
    } catch (error) {
      channel.send({ kind: 'refusal', id, error: wireError(error) });
    } finally {
      underWay.delete(id);
    }
  }

  const stopListening = channel.subscribe((message) => {
    switch (message.kind) {
      case 'request': {
        const { id, method, params } = message;
        void answer(id, async (signal) => {
          const result = await served.dispatch(method, params, signal);
          return { kind: 'response', id, result };
        });
        break;
      }
      case 'asset': {
        const { id, url } = message;
        void answer(id, async (signal) => {
          const asset = await served.asset(url, signal);
          return { kind: 'asset-answer', id, asset: asset === null ? null : wireAsset(asset) };
        });
        break;
      }
      case 'abort':
        underWay.get(message.id)?.abort();
        break;
      case 'listen':
        stopTelling ??= announceAll(served, (frame) => {
          channel.send({ kind: 'event', frame });
        });
        break;
      default:
        break;
    }
  });

  return () => {
    stopListening();
    stopTelling?.();
    for (const controller of underWay.values()) {
      controller.abort();
    }
  };
}

function wireAsset(asset: Asset): WireAsset {
  if (asset.kind === 'file') {
    return asset;
  }
  const { body, ...rest } = asset;
  return { ...rest, base64: Buffer.from(body).toString('base64') };
}

export interface ChildTransport extends Transport {
  /** To be told when the studio process died: calls under way fail, and everybody is to fetch again once it is back. */
  lost(): void;
  back(): void;
}

/** The owner's end: a transport to the studio process. */
export function childTransport(channel: Channel<OwnerMessage, StudioMessage>): ChildTransport {
  const calls = createStudioCalls(channel);
  const listeners = createTopicListeners();
  let listening = false;

  channel.subscribe((message) => {
    if (message.kind === 'event') {
      listeners.announce(message.frame);
    }
  });

  function listen(): void {
    if (listening) {
      channel.send({ kind: 'listen' });
    }
  }

  return {
    request(method, params, signal) {
      return untilAborted(method, signal, () => {
        const { answer, abort } = calls.request(method, params);
        signal?.addEventListener('abort', abort, { once: true });
        return answer.finally(() => signal?.removeEventListener('abort', abort));
      });
    },
    subscribe(topic, listener) {
      if (!listening) {
        listening = true;
        listen();
      }
      return listeners.add(topic, listener);
    },
    lost: calls.lost,
    back() {
      listen();
      listeners.announce({ topic: 'reconnected', event: {} });
    },
  };
}
