import type { Event, Topic } from '../contract/events.ts';
import type { Transport, Unsubscribe } from '../contract/transport.ts';

/** Where the studio announces what changed, and links listen. */
export interface EventHub {
  announce<T extends Topic>(topic: T, event: Event<T>): void;
  readonly subscribe: Transport['subscribe'];
}

export function createEventHub(): EventHub {
  const listeners = new Map<Topic, Set<(event: never) => void>>();
  return {
    announce(topic, event) {
      for (const listener of listeners.get(topic) ?? []) listener(event as never);
    },
    subscribe(topic, listener): Unsubscribe {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
}
