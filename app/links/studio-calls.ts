import { errorFromWire, StudioError } from '../contract/errors.ts';
import type { OwnerMessage, StudioMessage, WireAsset } from '../contract/owner-messages.ts';
import type { Channel } from './channel.ts';

export interface Call<T> {
  /** Rejects with a `StudioError`. */
  readonly answer: Promise<T>;
  abort(): void;
}

/** The owner's end of calls to the studio process. It uses nothing that an old Node lacks. */
export interface StudioCalls {
  request(method: string, params: unknown): Call<unknown>;
  /** What stands behind an asset URL; null when it names nothing. */
  asset(url: string): Call<WireAsset | null>;
  /** The studio died: calls under way fail. */
  lost(): void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: StudioError): void;
}

export function createStudioCalls(channel: Channel<OwnerMessage, StudioMessage>): StudioCalls {
  const waiting = new Map<number, Waiting>();
  let count = 0;

  function settle(id: number, act: (call: Waiting) => void): void {
    const call = waiting.get(id);
    if (call !== undefined) {
      waiting.delete(id);
      act(call);
    }
  }

  channel.subscribe((message) => {
    switch (message.kind) {
      case 'response':
        settle(message.id, ({ resolve }) => {
          resolve(message.result);
        });
        break;
      case 'asset-answer':
        settle(message.id, ({ resolve }) => {
          resolve(message.asset);
        });
        break;
      case 'refusal':
        settle(message.id, ({ reject }) => {
          reject(errorFromWire(message.error));
        });
        break;
      default:
        break;
    }
  });

  function call(question: (id: number) => OwnerMessage): Call<unknown> {
    count += 1;
    const id = count;
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    channel.send(question(id));
    return {
      answer,
      abort() {
        if (waiting.has(id)) {
          channel.send({ kind: 'abort', id });
        }
      },
    };
  }

  return {
    request: (method, params) => call((id) => ({ kind: 'request', id, method, params })),
    asset: (url) => call((id) => ({ kind: 'asset', id, url })) as Call<WireAsset | null>,
    lost() {
      for (const id of [...waiting.keys()]) {
        settle(id, ({ reject }) => {
          reject(
            new StudioError('unavailable', 'The studio is starting again. Try that once more.'),
          );
        });
      }
    },
  };
}
