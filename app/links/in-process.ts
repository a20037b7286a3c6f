import type { Served } from '../contract/serving.ts';
import type { Transport } from '../contract/transport.ts';
import { untilAborted } from './until-aborted.ts';

/** A function call: for commands, which hold the studio in their own process. */
export function inProcessTransport(served: Pick<Served, 'dispatch' | 'subscribe'>): Transport {
  const unbothered = new AbortController().signal;
  return {
    request: (method, params, signal) =>
      untilAborted(method, signal, () => served.dispatch(method, params, signal ?? unbothered)),
    subscribe: (topic, listener) => served.subscribe(topic, listener),
  };
}
