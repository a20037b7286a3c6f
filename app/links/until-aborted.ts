import { StudioError } from '../contract/errors.ts';

/** The work's own end, or `cancelled` as soon as the signal says so: the caller never waits for work that ignores it. */
export function untilAborted(
  method: string,
  signal: AbortSignal | undefined,
  work: () => Promise<unknown>,
): Promise<unknown> {
  if (signal === undefined) {
    return work();
  }
  return new Promise((resolve, reject) => {
    function cancel(): void {
      reject(new StudioError('cancelled', `${method} was cancelled.`));
    }
    if (signal.aborted) {
      cancel();
      return;
    }
    signal.addEventListener('abort', cancel, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', cancel);
      });
  });
}
