import { parentPort } from 'node:worker_threads';
import { wireError } from '../contract/errors.ts';
import type { ThreadAnswer, ThreadQuestion } from './thread-desk.ts';

/** The other side of a `ThreadDesk`: answers questions one at a time, in the order they came. */
export function answerThread<Question, Answer>(
  work: (question: Question) => Answer | Promise<Answer>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This file runs as a worker thread only.');
  let last: Promise<void> = Promise.resolve();

  async function answer({ id, question }: ThreadQuestion<Question>): Promise<ThreadAnswer<Answer>> {
    try {
      return { id, answer: await work(question) };
    } catch (error) {
      return { id, error: wireError(error) };
    }
  }

  port.on('message', (asked: ThreadQuestion<Question>) => {
    last = last.then(async () => {
      port.postMessage(await answer(asked));
    });
  });
}
