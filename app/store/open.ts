import { existsSync, rmSync, statSync } from 'node:fs';
import { StudioError } from '../contract/errors.ts';
import { newestUsableBackup, restoreBackup, type Backup } from './backup.ts';
import { cacheSize, keepCheckpoints, type Checkpoints } from './checkpoints.ts';
import { replaceFile } from '../disk/durable.ts';
import { holdLock, type Lock } from './lock.ts';
import { makeFolder } from './make-folder.ts';
import { createTables, migrate, requireKnownVersion } from './migrate.ts';
import { currentVersion } from './migrations/all.ts';
import { openOriginals, type Originals } from './originals.ts';
import { databaseFile, lockFile, projectFile } from './places.ts';
import { damaged, storeError } from './sql-error.ts';
import { openSql, type Sql } from './sql.ts';
import { requireSafeSqlite } from './sqlite-version.ts';
import { keepBackups } from './daily-backup.ts';
import { sweepUnfinished } from './sweep.ts';
import { createTallies, type Tallies } from './tallies.ts';
import { createWriter, type Writer } from './writer.ts';

/** An open project's database and the files that belong to it. */
export interface Store extends Writer {
  readonly folder: string;
  /** True when another process holds the project. */
  readonly readOnly: boolean;
  /** For reading at any time; writes go through `write`. */
  readonly sql: Sql;
  readonly tallies: Tallies;
  readonly originals: Originals;
  /** Waits for the last write, then lets go of everything. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly log: (line: string) => void;
}

export function isProject(folder: string): boolean {
  return existsSync(projectFile(folder));
}

/** Makes an empty project in a folder, which is made when missing, and opens it. */
export function createStore(folder: string, options: StoreOptions): Store {
  makeFolder(folder);
  const lock = lockOf(folder);
  if (lock === null) throw heldElsewhere();
  try {
    // What an interrupted creation left: without the project file it never was a project.
    for (const ending of ['', '-wal', '-shm'])
      rmSync(databaseFile(folder) + ending, { force: true });
    const sql = connect(folder, { ...options, readOnly: false });
    createTables(sql);
    replaceFile(projectFile(folder), projectFileText());
    return storeOf({ ...options, folder, sql, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Opens a project; for reading only when another process holds it.
 * Throws `not-found`, `damaged` or `newer-version`, and then has changed nothing.
 */
export function openStore(folder: string, options: StoreOptions): Store {
  if (!isProject(folder)) {
    throw new StudioError(
      'not-found',
      `There is no project in “${folder}”. Choose the folder that holds project.maskwright, or create a new project.`,
    );
  }
  const lock = lockOf(folder);
  let sql: Sql | null = null;
  try {
    if (!existsSync(databaseFile(folder))) throw damaged();
    sql = connect(folder, { ...options, readOnly: lock === null });
    requireKnownVersion(sql);
    requireWhole(sql, folder);
    if (lock !== null) {
      migrate(sql, folder);
      sweepUnfinished(folder);
    }
    return storeOf({ ...options, folder, sql, lock });
  } catch (error) {
    sql?.close();
    lock?.release();
    throw error;
  }
}

/** Puts the last verified backup in the place of a database that cannot be used, keeps that one, and opens the project. */
export function recoverStore(folder: string, options: StoreOptions): Store {
  const lock = lockOf(folder);
  if (lock === null) throw heldElsewhere();
  try {
    const backup = newestUsableBackup(folder);
    if (backup === null) {
      throw new StudioError(
        'not-found',
        `There is no usable backup in “${folder}”. The damaged file was left as it is.`,
      );
    }
    restoreBackup(folder, backup);
  } finally {
    lock.release();
  }
  return openStore(folder, options);
}

export function backupToOffer(folder: string): Backup | null {
  return newestUsableBackup(folder);
}

function lockOf(folder: string): Lock | null {
  try {
    return holdLock(lockFile(folder));
  } catch (error) {
    throw storeError(error);
  }
}

function connect(folder: string, { log, readOnly }: StoreOptions & { readOnly: boolean }): Sql {
  const sql = openSql(databaseFile(folder), { log, readOnly });
  try {
    requireSafeSqlite(sql);
    if (!readOnly) sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    sql.exec(`${cacheSize}; PRAGMA temp_store = MEMORY`);
    return sql;
  } catch (error) {
    sql.close();
    throw error;
  }
}

/** Every page is read once; contents of texts are not looked at, which keeps it fast: 100 MB take under a second. */
function requireWhole(sql: Sql, folder: string): void {
  // Nobody waits for gigabytes to be read: their daily backup reads them, and says so.
  if (statSync(databaseFile(folder)).size > largestCheckedBytes) return;
  const row = sql.get<{ quick_check: string }>('PRAGMA quick_check(1)');
  if (row?.quick_check !== 'ok') throw damaged();
}

const largestCheckedBytes = 300e6;

function storeOf({
  folder,
  sql,
  lock,
  log,
}: StoreOptions & { folder: string; sql: Sql; lock: Lock | null }): Store {
  const readOnly = lock === null;
  const originals = openOriginals(folder);
  let checkpoints: Checkpoints | null = null;
  const writer = createWriter(sql, { readOnly, wrote: () => checkpoints?.wrote() });
  if (!readOnly) checkpoints = keepCheckpoints({ sql, writer, log });
  const tallies = createTallies(sql, databaseFile(folder));
  const backups = readOnly ? null : keepBackups({ sql, folder, log });
  return {
    ...writer,
    folder,
    readOnly,
    sql,
    tallies,
    originals,
    async close() {
      await writer.idle();
      checkpoints?.stop();
      await backups?.stop();
      await tallies.close();
      originals.close();
      sql.close();
      lock?.release();
    },
  };
}

function projectFileText(): string {
  return `${JSON.stringify({ app: 'maskwright', format: currentVersion })}\n`;
}

function heldElsewhere(): StudioError {
  return new StudioError(
    'busy',
    'This project is open in another Maskwright. Close it there, then try again.',
  );
}
