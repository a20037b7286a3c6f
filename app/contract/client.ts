import type { Given } from './given.ts';
import type { MethodName, Params, Result } from './methods.ts';
import type { Transport } from './transport.ts';

/** Calls a method over a transport, typed by the table: `client.call('image.get', { image: 7 })`. */
export interface Client {
  call<M extends MethodName>(
    method: M,
    params: Given<Params<M>>,
    signal?: AbortSignal,
  ): Promise<Result<M>>;
  readonly subscribe: Transport['subscribe'];
}

/** The studio answers what its handlers are typed to answer, so results are trusted and not parsed again. */
export function createClient(transport: Transport): Client {
  return {
    call: (method, params, signal) =>
      transport.request(method, params, signal) as Promise<Result<typeof method>>,
    subscribe: (topic, listener) => transport.subscribe(topic, listener),
  };
}
