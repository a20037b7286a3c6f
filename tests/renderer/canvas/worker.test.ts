import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { serve } from '../../../renderer/canvas/worker/serve.ts';
import {
  isAborted,
  WorkerClient,
  type WorkerPort,
} from '../../../renderer/canvas/worker/worker-client.ts';

type Sums = {
  readonly double: { readonly params: number; readonly result: number };
  readonly wait: { readonly params: null; readonly result: null };
};

const open: { close(): void }[] = [];
afterEach(() => {
  for (const port of open.splice(0)) port.close();
});

/** A real channel of messages with our server at its other end. */
function connected(): {
  readonly client: WorkerClient<Sums>;
  readonly started: WorkerPort[];
  readonly seen: number[];
} {
  const started: WorkerPort[] = [];
  const seen: number[] = [];
  const client = new WorkerClient<Sums>(() => {
    const { port1, port2 } = new MessageChannel();
    open.push(port1, port2);
    serve<Sums>(port2 as never, {
      async double(value) {
        seen.push(value);
        if (value < 0) throw new Error('Negative numbers are not doubled.');
        return { result: 2 * value };
      },
      wait: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('Not waited for.')));
        }),
    });
    const port = Object.assign(port1, { terminate: () => port1.close() }) as unknown as WorkerPort;
    started.push(port);
    return port;
  });
  return { client, started, seen };
}

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.catch((error: unknown) => (isAborted(error) ? 'aborted' : (error as Error).message));

it('starts with the first question, answers, and passes failures on', async () => {
  const { client, started } = connected();
  expect(started).toHaveLength(0);
  expect(await client.ask('double', 4)).toBe(8);
  expect(await outcome(client.ask('double', -1))).toBe('Negative numbers are not doubled.');
  expect(started).toHaveLength(1);
});

it('answers the first and the newest; what waited between is not even sent', async () => {
  const { client, seen } = connected();
  const answers = [1, 2, 3, 4].map((value) => outcome(client.ask('double', value)));
  expect(await Promise.all(answers)).toEqual([2, 'aborted', 'aborted', 8]);
  expect(seen).toEqual([1, 4]);
});

it('lets a question be taken back, and the worker go on with the next', async () => {
  const { client } = connected();
  const abort = new AbortController();
  const first = outcome(client.ask('wait', null, { signal: abort.signal }));
  const next = new AbortController();
  const second = outcome(client.ask('wait', null, { signal: next.signal }));
  abort.abort();
  expect(await first).toBe('aborted');
  expect(await client.ask('double', 1)).toBe(2);
  next.abort();
  expect(await second).toBe('aborted');
});

it('tells of a worker that fails and starts another for the next question', async () => {
  const { client, started } = connected();
  const waiting = outcome(client.ask('wait', null));
  started[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
  expect(await waiting).toBe('The worker failed: out of memory');
  expect(await client.ask('double', 5)).toBe(10);
  expect(started).toHaveLength(2);
});
