import type { Event, Topic } from '../contract/events.ts';
import type { EventFrame } from '../contract/http.ts';
import type { Unsubscribe } from '../contract/transport.ts';

export interface TopicListeners {
  add<T extends Topic>(topic: T, listener: (event: Event<T>) => void): Unsubscribe;
  announce(frame: EventFrame): void;
}

export function createTopicListeners(): TopicListeners {
  const listeners = new Map<Topic, Set<(event: never) => void>>();
  return {
    add(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => {
        set.delete(listener);
      };
    },
    announce({ topic, event }) {
      for (const listener of listeners.get(topic) ?? []) {
        // The map files each listener under the topic whose event it takes.
        listener(event as never);
      }
    },
  };
}
