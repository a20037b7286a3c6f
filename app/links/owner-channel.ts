import type { EngineHost, EngineHostEvent } from '../contract/engines.ts';
import { StudioError } from '../contract/errors.ts';
import type { OwnerMessage, StudioMessage } from '../contract/owner-messages.ts';
import type { Channel } from './channel.ts';

/** The studio's end of the line to its owner. */
export type OwnerChannel = Channel<StudioMessage, OwnerMessage>;

/** The channel this process was born with; `null` for a process that nobody owns. */
export function ownerChannel(): OwnerChannel | null {
  if (process.send === undefined) {
    return null;
  }
  return {
    send(message) {
      // The owner can be gone by now; that is told by `disconnect`, which ends the process.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    subscribe(listener) {
      process.on('message', listener);
      return () => process.off('message', listener);
    },
  };
}

interface Waiting {
  resolve(running: readonly string[]): void;
  reject(error: Error): void;
}

type EngineCall = Extract<StudioMessage, { kind: `engine-${string}`; id: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The owner's engines as the studio sees them. */
export function engineHostOver(channel: OwnerChannel): EngineHost {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: EngineHostEvent) => void>();
  let calls = 0;

  channel.subscribe((message) => {
    switch (message.kind) {
      case 'engine':
        for (const listener of listeners) {
          listener(message.event);
        }
        break;
      case 'engine-answer':
        waiting.get(message.id)?.resolve(message.running);
        waiting.delete(message.id);
        break;
      case 'engine-refusal':
        waiting.get(message.id)?.reject(new StudioError('unavailable', message.message));
        waiting.delete(message.id);
        break;
      default:
        break;
    }
  });

  function ask(call: Unnumbered<EngineCall>): Promise<readonly string[]> {
    calls += 1;
    const id = calls;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      channel.send({ ...call, id });
    });
  }

  return {
    async start(engine, spec) {
      await ask({ kind: 'engine-start', engine, spec });
    },
    send(engine, request) {
      channel.send({ kind: 'engine-send', engine, request });
    },
    async stop(engine, graceMs) {
      await ask({ kind: 'engine-stop', engine, graceMs });
    },
    running: () => ask({ kind: 'engine-running' }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
