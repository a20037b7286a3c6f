import { Worker } from 'node:worker_threads';
import { errorFromWire, StudioError, type WireError } from '../contract/errors.ts';

/** What goes to a thread and comes back: the ids tell which answer belongs to which question. */
export interface ThreadQuestion<Question> {
  readonly id: number;
  readonly question: Question;
}
export type ThreadAnswer<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: WireError };

/** A thread that answers questions; started with the first one. */
export interface ThreadDesk<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  /** What is not answered yet is rejected. */
  close(): Promise<void>;
}

/** `url` is the thread's own file, which answers each `ThreadQuestion` by one `ThreadAnswer`. */
export function openThreadDesk<Question, Answer>(
  url: URL,
  workerData?: unknown,
): ThreadDesk<Question, Answer> {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();

  function end(reason: Error): void {
    worker = null;
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  }

  function started(): Worker {
    if (worker !== null) return worker;
    const thread = new Worker(url, { workerData });
    thread.on('message', (told: ThreadAnswer<Answer>) => {
      const asked = waiting.get(told.id);
      waiting.delete(told.id);
      if ('error' in told) asked?.reject(errorFromWire(told.error));
      else asked?.resolve(told.answer);
      // An idle thread keeps no process from ending.
      if (waiting.size === 0) thread.unref();
    });
    thread.on('error', end);
    thread.on('exit', () => {
      end(new StudioError('cancelled', 'The project was closed before this was done.'));
    });
    worker = thread;
    return thread;
  }

  return {
    ask(question) {
      const asked = Promise.withResolvers<Answer>();
      const id = nextId++;
      waiting.set(id, asked);
      const thread = started();
      thread.ref();
      thread.postMessage({ id, question } satisfies ThreadQuestion<Question>);
      return asked.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
