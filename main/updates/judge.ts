import type { Feed } from './feed.ts';
import type { Memory } from './memory.ts';
import { UpdateRefusal } from './refusal.ts';
import { compareVersions } from './versions.ts';
import { words } from './words.ts';

/** Whether a genuine feed leads forward. Refuses a step back, and a feed older than one seen before. */
export function isNewer(feed: Feed, current: string, memory: Memory): boolean {
  const { newest } = memory.read();
  const step = newest === null ? 1 : compareVersions(feed.version, newest.version);
  const isReplay =
    newest !== null && (step < 0 || (step === 0 && feed.releasedMs < newest.releasedMs));
  const forward = compareVersions(feed.version, current);
  if (forward < 0) {
    throw new UpdateRefusal(words.older(feed.version, current));
  }
  if (isReplay) {
    throw new UpdateRefusal(words.replayed(feed.version, newest.version));
  }
  memory.change({ newest: { version: feed.version, releasedMs: feed.releasedMs } });
  return forward > 0;
}
