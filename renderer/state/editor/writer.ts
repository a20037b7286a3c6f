import type { Client } from '../../../app/contract/client.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import type { Written } from '../../../app/contract/methods.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import type { ReviewState } from '../../../app/domain/image.ts';
import type { Outbox, Pending, Write } from './outbox.ts';

/** What the studio answered: for all but gestures, the changes it made. */
export interface Answer extends Written {
  readonly changes?: readonly Change[];
  /** After a step of the history: the objects that are as their file says. */
  readonly untouched?: readonly number[];
  /** And the state that the picture has then. */
  readonly review?: ReviewState;
}

export interface WriterHost {
  written(image: number, write: Write, answer: Answer): void;
  /** Refused for good: neither this write nor those after it were made. */
  refused(image: number, writes: readonly Write[], error: StudioError): void;
  /** The studio cannot take writes at the moment; they are kept and tried again. Null when it can again. */
  waiting(error: StudioError | null): void;
  /** How long to wait before the nth try, counted from 1. */
  pauseMs?(tries: number): number;
  /** Resolves when what was done is on the screen: keeping and sending it do not hold that up. Left out: at once. */
  shown?(): Promise<void>;
}

/** A quarter of a second, doubled up to five. */
function pauseOf(tries: number): number {
  return Math.min(5_000, 125 * 2 ** tries);
}

const passing = new Set(['unavailable', 'busy', 'disk-full', 'cancelled', 'not-allowed']);

/** Sends writes in order, one at a time for each picture, until each is acknowledged or refused for good. */
export class Writer {
  readonly #client: Client;
  readonly #outbox: Outbox;
  readonly #host: WriterHost;
  readonly #queues = new Map<number, Pending[]>();
  readonly #revisions = new Map<number, number>();
  /** Writes that an earlier page may have made without seeing the answer. */
  readonly #repeated = new Set<Pending>();
  /** Those that are not in the outbox yet, each with the moment when it is. */
  readonly #coming = new Map<Pending, Promise<void>>();
  #isClosed = false;
  readonly #drained = new Map<number, (() => void)[]>();

  constructor(client: Client, outbox: Outbox, host: WriterHost) {
    this.#client = client;
    this.#outbox = outbox;
    this.#host = host;
  }

  /** How many writes are not acknowledged yet. */
  get pending(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  revisionOf(image: number): number | undefined {
    return this.#revisions.get(image);
  }

  /** The picture was read at this revision. */
  knows(image: number, revision: number): void {
    this.#revisions.set(image, revision);
  }

  push(image: number, write: Write): void {
    const underWay = this.#queues.get(image)?.length ?? 0;
    const revision = (this.#revisions.get(image) ?? 0) + underWay;
    const pending = this.#outbox.address(image, revision, write);
    if (this.#host.shown === undefined) {
      this.#outbox.keep(pending);
    } else {
      this.#coming.set(
        pending,
        this.#host.shown().then(() => this.#keep(pending)),
      );
    }
    this.#enqueue(pending);
  }

  /** Puts everything into the outbox now: the page may be gone before the next frame. */
  keepAll(): void {
    for (const pending of this.#coming.keys()) this.#keep(pending);
  }

  #keep(pending: Pending): void {
    if (this.#coming.delete(pending)) this.#outbox.keep(pending);
  }

  /** Sends again what an earlier page did not see acknowledged. */
  resume(left: readonly Pending[]): void {
    for (const pending of left) {
      if (!this.#queues.has(pending.image)) {
        this.#revisions.set(pending.image, pending.revision);
      }
      this.#repeated.add(pending);
      this.#enqueue(pending);
    }
  }

  /** Sends nothing more: another project is open. What is left stays in the outbox of its own. */
  close(): void {
    this.keepAll();
    this.#isClosed = true;
  }

  /** Resolves when nothing of the picture is under way. */
  drained(image: number): Promise<void> {
    if (!this.#queues.has(image)) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#drained.set(image, [...(this.#drained.get(image) ?? []), resolve]);
    });
  }

  async allDrained(): Promise<void> {
    await Promise.all([...this.#queues.keys()].map((image) => this.drained(image)));
  }

  #enqueue(pending: Pending): void {
    const queue = this.#queues.get(pending.image);
    if (queue === undefined) {
      this.#queues.set(pending.image, [pending]);
      void this.#work(pending.image);
    } else {
      queue.push(pending);
    }
  }

  async #work(image: number): Promise<void> {
    const queue = this.#queues.get(image) ?? [];
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      try {
        await this.#coming.get(head);
        const answer = await this.#send(head);
        if (answer === null) {
          return;
        }
        queue.shift();
        this.#outbox.drop(head);
        this.#revisions.set(image, answer.revision);
        this.#host.written(image, head.write, answer);
      } catch (error) {
        const dropped = queue.splice(0);
        for (const pending of dropped) {
          this.#coming.delete(pending);
          this.#outbox.drop(pending);
        }
        this.#revisions.delete(image);
        const writes = dropped.map(({ write }) => write);
        this.#host.refused(image, writes, error as StudioError);
      }
    }
    this.#queues.delete(image);
    const waiting = this.#drained.get(image) ?? [];
    this.#drained.delete(image);
    for (const resolve of waiting) {
      resolve();
    }
  }

  /** Tries until there is an answer; rejects with a StudioError when trying again is of no use. Null once closed. */
  async #send(pending: Pending): Promise<Answer | null> {
    for (let tries = 1; ; tries++) {
      if (this.#isClosed) {
        return null;
      }
      try {
        const answer = await this.#try(pending, tries);
        if (tries > 1) {
          this.#host.waiting(null);
        }
        return answer;
      } catch (error) {
        const failure = asStudioError(error);
        if (!passing.has(failure.code)) {
          throw failure;
        }
        this.#host.waiting(failure);
        const pauseMs = this.#host.pauseMs?.(tries) ?? pauseOf(tries);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async #try(pending: Pending, tries: number): Promise<Answer> {
    const { image, write } = pending;
    const revision = this.#revisions.get(image) ?? 0;
    try {
      return await this.#call(image, revision, write);
    } catch (error) {
      // A repeated gesture is known by its id. The others are not: their first answer may have been lost.
      const isRepeat = (tries > 1 || this.#repeated.has(pending)) && write.kind !== 'gesture';
      if (!isRepeat || asStudioError(error).code !== 'conflict') {
        throw error;
      }
      const done = await this.#wasDone(image, revision);
      if (done === null) {
        throw error;
      }
      return done;
    }
  }

  #call(image: number, revision: number, write: Write): Promise<Answer> {
    switch (write.kind) {
      case 'gesture':
        return this.#client.call('gesture.apply', {
          image,
          revision,
          gesture: write.gesture,
        });
      case 'undo':
        return this.#client.call('history.undo', { image, revision });
      case 'redo':
        return this.#client.call('history.redo', { image, revision });
      case 'accept': {
        const { run, threshold, categories } = write;
        return this.#client.call('prediction.accept', {
          image,
          revision,
          run,
          threshold,
          ...(categories === undefined ? {} : { categories: [...categories] }),
        });
      }
    }
  }

  /** One revision further on, the answer was lost and the act was not. */
  async #wasDone(image: number, revision: number): Promise<Answer | null> {
    const now = await this.#client.call('image.get', { image });
    const { canUndo, canRedo } = now;
    return now.image.revision === revision + 1
      ? { revision: revision + 1, canUndo, canRedo }
      : null;
  }
}

function asStudioError(error: unknown): StudioError {
  return error instanceof StudioError
    ? error
    : new StudioError('internal', error instanceof Error ? error.message : String(error), {
        cause: error,
      });
}
