import type { Sql } from './sql.ts';
import type { Writer } from './writer.ts';

/** Quiet for so long, nobody is waiting for an answer. */
const quietMs = 1_000;
/** 16 MB of log at the most, four times SQLite's own choice: whoever paints without a rest pays for it rarely. */
const mostPages = 4_000;
/** Room for some hundred strokes, or for 30 on a very ragged mask. */
const roomBytes = 8 * 2 ** 20;
/** So small that SQLite has to write out what is not committed yet. */
const roomCachePages = 50;

/** What SQLite may hold of the database in memory. */
export const cacheSize = 'PRAGMA cache_size = -65536';

export interface Checkpoints {
  /** Something was committed. */
  wrote(): void;
  stop(): void;
}

/**
 * Keeps a stroke's commit short. What was committed is moved from SQLite's log into the database while nothing is written:
 * SQLite would do it within the commit that fills the log, and on a very ragged mask that is each sixteenth stroke. And the
 * log is made long once, at first rest: a commit that lengthens it waits for the file system's own books, which on a busy
 * disk takes several times as long as the stroke (measured: 3.5 ms to 0.5, the slowest twentieth 24 ms to 6.5).
 */
export function keepCheckpoints({
  sql,
  writer,
  log,
}: {
  sql: Sql;
  writer: Pick<Writer, 'lend'>;
  log: (line: string) => void;
}): Checkpoints {
  sql.exec(`PRAGMA wal_autocheckpoint = ${mostPages}`);
  let hasRoom = false;
  let timer = atRest();

  function atRest(): NodeJS.Timeout {
    return setTimeout(rest, quietMs).unref();
  }

  function rest(): void {
    try {
      if (hasRoom) sql.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch (error) {
      // What is committed stays in the log, and is moved another time.
      log(`The database's log could not be written back: ${String(error)}`);
    }
    if (hasRoom) return;
    hasRoom = true;
    // In turn: an import may be writing over another connection.
    writer
      .lend(() => {
        makeRoom(sql);
        return Promise.resolve();
      })
      .catch((error: unknown) => {
        log(`The database's log could not be made longer: ${String(error)}`);
      });
  }

  return {
    wrote() {
      clearTimeout(timer);
      timer = atRest();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}

/** Writes much and takes it back: the log keeps its length, the database never sees it. */
function makeRoom(sql: Sql): void {
  sql.exec(`PRAGMA cache_size = ${roomCachePages}`);
  const takenBack = new Error('taken back');
  try {
    sql.transaction(() => {
      sql.exec('CREATE TABLE room (content BLOB)');
      sql.run('INSERT INTO room VALUES (zeroblob(?))', roomBytes);
      throw takenBack;
    });
  } catch (error) {
    if (error !== takenBack) throw error;
  } finally {
    sql.exec(cacheSize);
  }
  // The first commit after it would wait until all of it is on the disk.
  const { user_version: version = 0 } =
    sql.get<{ user_version: number }>('PRAGMA user_version') ?? {};
  sql.exec(`PRAGMA user_version = ${version}`);
}
