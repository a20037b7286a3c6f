import type { Client } from '../contract/client.ts';
import type { TrainingChoice } from '../contract/training.ts';

type Said<K extends keyof TrainingChoice> = {
  readonly [Key in K]?: TrainingChoice[Key] | undefined;
};

/** Goes on with a run: as it was planned, for more epochs, with another number of pictures at once, or elsewhere. */
export function resumeRun(
  client: Client,
  run: string,
  change: Said<'batch' | 'backend' | 'gpu' | 'gpuMemoryMb'> & {
    readonly more?: number | undefined;
    readonly queue: boolean;
  },
): Promise<{ readonly run: string }> {
  return client.call('training.resume', { run, ...given(change) });
}

/** What was said, without what was not. */
export function given<T extends object>(chosen: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(chosen).filter(([, value]) => value !== undefined),
  ) as ReturnType<typeof given<T>>;
}
