/** Tells how long work will still take, from how fast it went lately. */
export interface Pace {
  /** `done` so far; it never falls. */
  note(done: number): void;
  /** Null until there is something to tell from. */
  secondsLeft(total: number): number | null;
}

/** How long a change of pace takes to be believed, in seconds. */
const memorySeconds = 8;
/** Too short a stretch says nothing of the pace. */
const leastSeconds = 0.25;

export function createPace(now: () => number = () => performance.now() / 1000): Pace {
  let notedAt: number | null = null;
  let notedDone = 0;
  let latest = 0;
  let perSecond: number | null = null;
  return {
    note(done) {
      latest = done;
      if (notedAt === null || notedDone === 0) {
        // What passes before the first unit is done is getting ready, and says nothing of the pace.
        notedAt = now();
        notedDone = done;
        return;
      }
      const seconds = now() - notedAt;
      if (seconds < leastSeconds) return;
      const pace = Math.max(0, done - notedDone) / seconds;
      const share = perSecond === null ? 1 : 1 - Math.exp(-seconds / memorySeconds);
      perSecond = (perSecond ?? 0) + share * (pace - (perSecond ?? 0));
      notedAt = now();
      notedDone = done;
    },
    secondsLeft(total) {
      if (perSecond === null || perSecond <= 0 || total <= 0) return null;
      return Math.max(0, total - latest) / perSecond;
    },
  };
}
