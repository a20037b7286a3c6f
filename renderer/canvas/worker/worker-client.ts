import type { Ask, Methods, Port, Reply } from './protocol.ts';

/** A worker as the page holds it. */
export interface WorkerPort extends Port {
  /** The script could not be loaded, or something in it was thrown. */
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Handed over, not copied: they are gone from here. */
  readonly transfer?: Transferable[];
}

interface Question {
  readonly number: number;
  readonly method: string;
  readonly params: unknown;
  readonly transfer: Transferable[];
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Asks one worker, which is started by the first question. Of each method one question is with the worker and at most
 * one waits; a newer one takes the place of the one that waits, whose promise rejects with an AbortError. So a hand
 * that moves faster than the worker is answered for where it is, not for where it was. A worker that fails is let go
 * of, and the next question starts another.
 */
export class WorkerClient<M extends Methods> {
  readonly #start: () => WorkerPort;
  #port: WorkerPort | null = null;
  #lastNumber = 0;
  readonly #asked = new Map<string, Question>();
  readonly #waiting = new Map<string, Question>();

  constructor(start: () => WorkerPort) {
    this.#start = start;
  }

  ask<K extends keyof M & string>(
    method: K,
    params: M[K]['params'],
    { signal, transfer = [] }: AskOptions = {},
  ): Promise<M[K]['result']> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(aborted());
        return;
      }
      const number = ++this.#lastNumber;
      const question: Question = { number, method, params, transfer, resolve, reject };
      signal?.addEventListener('abort', () => this.#cancel(question), { once: true });
      if (this.#asked.has(method)) {
        this.#waiting.get(method)?.reject(aborted());
        this.#waiting.set(method, question);
      } else {
        this.#send(question);
      }
    });
  }

  /** Ends the worker; whatever was asked rejects. */
  stop(): void {
    this.#fail(aborted());
  }

  #send(question: Question): void {
    const { number, method, params, transfer } = question;
    try {
      const port = this.#open();
      this.#asked.set(method, question);
      port.postMessage({ kind: 'ask', number, method, params } satisfies Ask<Methods>, transfer);
    } catch (cause) {
      this.#asked.delete(method);
      question.reject(new Error('The worker could not be asked.', { cause }));
    }
  }

  #open(): WorkerPort {
    if (this.#port === null) {
      const port = this.#start();
      port.onmessage = ({ data }) => this.#receive(data as Reply);
      port.onerror = (event) => {
        const { message = 'its script could not be loaded' } = event as Partial<ErrorEvent>;
        this.#fail(new Error(`The worker failed: ${message}`));
      };
      this.#port = port;
    }
    return this.#port;
  }

  #receive(reply: Reply): void {
    const question = [...this.#asked.values()].find(({ number }) => number === reply.number);
    if (question === undefined) {
      return;
    }
    this.#asked.delete(question.method);
    const next = this.#waiting.get(question.method);
    if (next !== undefined) {
      this.#waiting.delete(question.method);
      this.#send(next);
    }
    switch (reply.kind) {
      case 'answer':
        question.resolve(reply.result);
        break;
      case 'failed':
        question.reject(new Error(reply.message));
        break;
      case 'cancelled':
        question.reject(aborted());
        break;
    }
  }

  /** The worker still answers what it was asked, so that its next question does not overtake. */
  #cancel(question: Question): void {
    const { method, number } = question;
    if (this.#waiting.get(method) === question) {
      this.#waiting.delete(method);
    } else if (this.#asked.get(method) === question) {
      this.#port?.postMessage({ kind: 'cancel', number } satisfies Ask<Methods>, []);
    }
    question.reject(aborted());
  }

  #fail(error: Error): void {
    this.#port?.terminate();
    this.#port = null;
    const all = [...this.#asked.values(), ...this.#waiting.values()];
    this.#asked.clear();
    this.#waiting.clear();
    for (const question of all) question.reject(error);
  }
}

export function aborted(): Error {
  return new DOMException('A newer question took the place of this one.', 'AbortError');
}

/** The question was taken back, or a newer one took its place: nothing went wrong. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
