/** A studio that is being brought back takes about a second; what takes longer waits in the page's own storage. */
const patienceMs = 3_000;

/** Before its window goes, the page says that nothing it painted is unsaved. */
export interface Leaving {
  /** Resolves when the page has said so, or when it took too long. */
  settled(): Promise<void>;
  /** The page said so. */
  said(): void;
}

export function createLeaving(
  /** Asks the page; false when there is none that listens. */
  ask: () => boolean,
  mostMs = patienceMs,
): Leaving {
  let settle: (() => void) | null = null;
  return {
    async settled() {
      if (!ask()) {
        return;
      }
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        settle = resolve;
        timer = setTimeout(resolve, mostMs);
      });
      clearTimeout(timer);
      settle = null;
    },
    said() {
      settle?.();
    },
  };
}
