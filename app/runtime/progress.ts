/** How far an installation is, for a person who waits. */
export interface InstallProgress {
  /** What is being done, such as "Fetching TensorFlow 2.21.0". */
  readonly message: string;
  /** Bytes; both null where there is nothing to count. */
  readonly done: number | null;
  readonly total: number | null;
  /** Null until there is a speed to judge by. */
  readonly secondsLeft: number | null;
}

export type OnProgress = (progress: InstallProgress) => void;

export interface Meter {
  /** Tells the bytes done so far and what is being done, at most four times a second. */
  reach(done: number, message: string): void;
}

const betweenMs = 250;
const settledMs = 1_000;
/** Before this much is done, what passes is the time to connect. */
const settledBytes = 2 ** 20;

/** Turns bytes into progress with the time left, judged by the speed since the beginning; `from` were there already. */
export function startMeter(
  { total, from = 0 }: { readonly total: number; readonly from?: number },
  onProgress: OnProgress,
): Meter {
  let startedAt: number | null = null;
  let told = { at: -Infinity, message: '' };
  return {
    reach(done, message) {
      const now = performance.now();
      if (now - told.at < betweenMs && message === told.message) {
        return;
      }
      told = { at: now, message };
      const since = done - from;
      if (since >= settledBytes) {
        startedAt ??= now - betweenMs;
      }
      const elapsedMs = startedAt === null ? 0 : now - startedAt;
      const secondsLeft =
        elapsedMs < settledMs ? null : ((total - done) / since) * (elapsedMs / 1_000);
      onProgress({ message, done: Math.min(done, total), total, secondsLeft });
    },
  };
}

/** Such as "274 MB" or "1.3 GB": decimal, as package indexes say it. */
export function sizeInWords(bytes: number): string {
  const [unit, divisor] = bytes >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
  const amount = bytes / divisor;
  return `${amount.toFixed(unit === 'GB' ? 1 : 0)} ${unit}`;
}
