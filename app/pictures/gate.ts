/** A picture of 100 million pixels takes 300 MB while it is decoded: only a few may be at it at once. */
const atOnce = 3;
let working = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when fewer than three others are at work, in the order of asking. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= atOnce) {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  } else {
    working++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) working--;
    else next();
  }
}
