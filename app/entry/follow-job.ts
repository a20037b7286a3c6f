import type { Client } from '../contract/client.ts';
import { errorCodes, StudioError, type ErrorCode } from '../contract/errors.ts';
import type { Job } from '../contract/shapes.ts';
import type { CommandContext } from './command.ts';

/** Events are hints: a job is looked at this often even when none comes. */
const lookMs = 1_000;

/** Waits for a job and shows how far it is. Ctrl+C cancels it, which rejects with `cancelled`. */
export async function followJob(
  client: Client,
  start: () => Promise<{ readonly job: string }>,
  { progress, signal }: CommandContext,
): Promise<unknown> {
  signal.throwIfAborted();
  const { job: id } = await start();
  let look: () => void = () => undefined;
  const stop = client.subscribe('job', (job) => {
    if (job.id === id) {
      look();
    }
  });
  function cancel(): void {
    // It may be over by now; its end is looked at in any case.
    client.call('job.cancel', { job: id }).catch(() => undefined);
  }
  signal.addEventListener('abort', cancel);
  try {
    for (;;) {
      const looked = Promise.withResolvers<void>();
      look = looked.resolve;
      const job = await client.call('job.get', { job: id });
      if (job.state !== 'running') {
        return resultOf(job);
      }
      progress.update(job);
      const timer = setTimeout(look, lookMs);
      await looked.promise;
      clearTimeout(timer);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    stop();
  }
}

function resultOf({ state, title, result, error }: Job): unknown {
  switch (state) {
    case 'done':
    case 'running':
      return result;
    case 'cancelled':
      throw new StudioError('cancelled', `${title}: ${error?.message ?? 'cancelled.'}`);
    case 'failed':
      throw new StudioError(
        errorCodes.find((code): code is ErrorCode => code === error?.code) ?? 'internal',
        error?.message ?? `${title} failed.`,
        { details: error?.details ?? {} },
      );
  }
}
