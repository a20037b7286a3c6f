import type { Ask, Methods, Port, Reply } from './protocol.ts';

export interface Answer<T> {
  readonly result: T;
  /** Handed over, not copied. */
  readonly transfer?: Transferable[];
}

export type Handlers<M extends Methods> = {
  readonly [K in keyof M]: (
    params: M[K]['params'],
    signal: AbortSignal,
  ) => Promise<Answer<M[K]['result']>>;
};

/** The worker's end: answers each question once. A handler that takes long looks at its signal now and then. */
export function serve<M extends Methods>(port: Port, handlers: Handlers<M>): void {
  const running = new Map<number, AbortController>();
  const reply = (message: Reply, transfer: Transferable[] = []): void =>
    port.postMessage(message, transfer);

  async function answer(ask: Ask<M> & { readonly kind: 'ask' }): Promise<void> {
    const { number, method, params } = ask;
    const abort = new AbortController();
    running.set(number, abort);
    try {
      const { result, transfer } = await handlers[method](params, abort.signal);
      reply({ kind: 'answer', number, result }, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      reply(
        abort.signal.aborted ? { kind: 'cancelled', number } : { kind: 'failed', number, message },
      );
    } finally {
      running.delete(number);
    }
  }

  port.onmessage = ({ data }) => {
    const ask = data as Ask<M>;
    if (ask.kind === 'cancel') {
      running.get(ask.number)?.abort();
    } else {
      void answer(ask);
    }
  };
}
