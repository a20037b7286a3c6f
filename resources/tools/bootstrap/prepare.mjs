import { alone } from './lock.mjs';

/**
 * Brings every need into being, in order. A need is `{ isMet(), meet() }`; where all are met nothing is locked or written.
 */
export async function prepare(needs) {
  if (needs.every((need) => need.isMet())) {
    return;
  }
  await alone(async () => {
    for (const need of needs) {
      // Asked again: another bootstrap may have met it while this one waited.
      if (!need.isMet()) {
        await need.meet();
      }
    }
  });
}
