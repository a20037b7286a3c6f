/**
 * For hints that come in bursts: the act runs at once, and once more after the last hint, but never twice at a time
 * and never more often than every `waitMs`.
 */
export function throttled(act: () => Promise<void>, waitMs: number): () => void {
  let running = false;
  let again = false;

  async function run(): Promise<void> {
    running = true;
    try {
      await act();
    } finally {
      setTimeout(() => {
        running = false;
        if (again) {
          again = false;
          void run();
        }
      }, waitMs);
    }
  }

  return () => {
    if (running) {
      again = true;
    } else {
      void run();
    }
  };
}
