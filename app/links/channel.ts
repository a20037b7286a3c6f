import type { Unsubscribe } from '../contract/transport.ts';

/** One end of a line between two processes: says `Out`, hears `In`. */
export interface Channel<Out, In> {
  send(message: Out): void;
  subscribe(listener: (message: In) => void): Unsubscribe;
}
