import type { Session } from '../session.svelte.ts';
import { throttled } from '../throttled.ts';
import type { Write } from './outbox.ts';

const waitMs = 250;

/** Keeps the list of classes true: a write that gives or takes a class an object has it counted again. */
export function countClassesAfter(session: Session): (write: Write) => void {
  const countAgain = throttled(async () => {
    // Away from the studio the old counts stand; they come anew with the connection.
    await session.refreshCategories().catch(() => undefined);
  }, waitMs);
  return (write) => {
    const isCounted =
      write.kind !== 'gesture' ||
      write.gesture.changes.some(({ kind }) => ['create', 'delete', 'class'].includes(kind));
    if (isCounted) countAgain();
  };
}
