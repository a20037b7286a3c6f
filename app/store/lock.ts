import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Held until released, or until the process ends in whatever way. */
export interface Lock {
  release(): void;
}

/** Whoever only looks whether a lock is held has it for a moment: that is no reason to give up. */
const patienceMs = 250;

/**
 * Takes the operating system's lock on `file`, which is made when missing and stays empty; null when another holds it.
 * An exclusive SQLite transaction is such a lock on every platform, and no stale one is left by a crash.
 * Throws when the file cannot be made or opened.
 */
export function holdLock(
  file: string,
  { waitMs = patienceMs }: { waitMs?: number } = {},
): Lock | null {
  const database = new DatabaseSync(file, { timeout: waitMs });
  try {
    // Without it an empty journal file would come and go beside the lock.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return {
    release() {
      if (database.isOpen) database.close();
    },
  };
}

/** True when somebody holds the lock at this moment. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = holdLock(file, { waitMs: 0 });
  lock?.release();
  return lock === null;
}

function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === 5
  );
}
