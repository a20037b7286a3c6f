import type { Event, Topic } from './events.ts';

/** Stops whatever it was given for. */
export type Unsubscribe = () => void;

/** All that a process needs of another: ask, and listen. */
export interface Transport {
  /** Rejects with a `StudioError`. */
  request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown>;
  subscribe<T extends Topic>(topic: T, listener: (event: Event<T>) => void): Unsubscribe;
}
