import type { Sql } from './sql.ts';

/** Quiet for so long, nobody is waiting for an answer. */
const quietMs = 1_000;
/** 16 MB of log at the most, four times SQLite's own choice: whoever paints without a rest pays for it rarely. */
const mostPages = 4_000;

export interface Checkpoints {
  /** Something was committed. */
  wrote(): void;
  stop(): void;
}

/**
 * Moves what was committed from SQLite's log into the database while nothing is written. SQLite would do it within the
 * commit that fills the log, and on a very ragged mask that is each sixteenth stroke, which then waits for it.
 */
export function keepCheckpoints({
  sql,
  log,
}: {
  sql: Sql;
  log: (line: string) => void;
}): Checkpoints {
  sql.exec(`PRAGMA wal_autocheckpoint = ${mostPages}`);
  let timer: NodeJS.Timeout | undefined;

  function checkpoint(): void {
    try {
      sql.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch (error) {
      // What is committed stays in the log, and is moved another time.
      log(`The database's log could not be written back: ${String(error)}`);
    }
  }

  return {
    wrote() {
      clearTimeout(timer);
      timer = setTimeout(checkpoint, quietMs).unref();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
