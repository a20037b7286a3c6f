import type { Store } from '../store/open.ts';
import type { EventHub } from './event-hub.ts';

const lookEveryMs = 1_000;

/** A project that another studio writes to is looked at every second: this one's windows fetch what changed. */
export function watchElsewhere({ sql, readOnly }: Store, events: EventHub): { stop(): void } {
  if (!readOnly) return { stop: () => undefined };
  let known = versionOf();

  function versionOf(): number {
    return sql.get<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0;
  }

  const timer = setInterval(() => {
    const now = versionOf();
    if (now === known) return;
    known = now;
    events.announce('images', { images: [] });
    events.announce('categories', {});
    events.announce('project', {});
  }, lookEveryMs).unref();
  return {
    stop() {
      clearInterval(timer);
    },
  };
}
