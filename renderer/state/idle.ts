/** Long enough for a page that draws all the while to get around to it. */
const longestWaitMs = 1_000;
/** A slice of work where the browser does not say how much time there is. */
const sliceMs = 4;

/** Calls `work` when nothing else is to be done; it may go on for as long as `hasTime`. Answers how to call it off. */
export function whenIdle(work: (hasTime: () => boolean) => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(
      (deadline) => work(() => deadline.timeRemaining() > sliceMs / 2),
      { timeout: longestWaitMs },
    );
    return () => cancelIdleCallback(handle);
  }
  const handle = setTimeout(() => {
    const end = performance.now() + sliceMs;
    work(() => performance.now() < end);
  }, 50);
  return () => clearTimeout(handle);
}
