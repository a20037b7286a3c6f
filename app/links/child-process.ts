import { errorFromWire, StudioError, wireError } from '../contract/errors.ts';
import type { OwnerMessage, StudioMessage } from '../contract/owner-messages.ts';
import type { Served } from '../contract/serving.ts';
import type { Transport, Unsubscribe } from '../contract/transport.ts';
import type { Channel } from './channel.ts';
import { announceAll } from './events.ts';
import { createTopicListeners } from './topic-listeners.ts';
import { untilAborted } from './until-aborted.ts';

/** The studio's end: answers calls and, once asked to, tells events. */
export function answerOver(
  channel: Channel<StudioMessage, OwnerMessage>,
  served: Served,
): Unsubscribe {
  const underWay = new Map<number, AbortController>();
  let stopTelling: Unsubscribe | null = null;

  async function answer({ id, method, params }: Extract<OwnerMessage, { kind: 'request' }>) {
    const controller = new AbortController();
    underWay.set(id, controller);
    try {
      const result = await served.dispatch(method, params, controller.signal);
      channel.send({ kind: 'response', id, result });
    } catch (error) {
      channel.send({ kind: 'refusal', id, error: wireError(error) });
    } finally {
      underWay.delete(id);
    }
  }

  const stopListening = channel.subscribe((message) => {
    switch (message.kind) {
      case 'request':
        void answer(message);
        break;
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

export interface ChildTransport extends Transport {
  /** To be told when the studio process died: calls under way fail, and everybody is to fetch again once it is back. */
  lost(): void;
  back(): void;
}

/** The owner's end: a transport to the studio process. */
export function childTransport(channel: Channel<OwnerMessage, StudioMessage>): ChildTransport {
  interface Call {
    resolve(result: unknown): void;
    reject(error: StudioError): void;
  }
  const calls = new Map<number, Call>();
  const listeners = createTopicListeners();
  let count = 0;
  let listening = false;

  channel.subscribe((message) => {
    switch (message.kind) {
      case 'response':
        calls.get(message.id)?.resolve(message.result);
        break;
      case 'refusal':
        calls.get(message.id)?.reject(errorFromWire(message.error));
        break;
      case 'event':
        listeners.announce(message.frame);
        break;
      default:
        break;
    }
  });

  function listen(): void {
    if (listening) {
      channel.send({ kind: 'listen' });
    }
  }

  return {
    request(method, params, signal) {
      count += 1;
      const id = count;
      function ask(): Promise<unknown> {
        return new Promise((resolve, reject) => {
          calls.set(id, { resolve, reject });
          channel.send({ kind: 'request', id, method, params });
        });
      }
      function abort(): void {
        channel.send({ kind: 'abort', id });
      }
      signal?.addEventListener('abort', abort, { once: true });
      return untilAborted(method, signal, ask).finally(() => {
        calls.delete(id);
        signal?.removeEventListener('abort', abort);
      });
    },
    subscribe(topic, listener) {
      if (!listening) {
        listening = true;
        listen();
      }
      return listeners.add(topic, listener);
    },
    lost() {
      for (const { reject } of calls.values()) {
        reject(new StudioError('unavailable', 'The studio is starting again. Try that once more.'));
      }
    },
    back() {
      listen();
      listeners.announce({ topic: 'reconnected', event: {} });
    },
  };
}
