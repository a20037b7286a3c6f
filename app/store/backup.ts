import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { syncFile, syncFolder } from '../disk/durable.ts';
import { currentVersion } from './migrations/all.ts';
import { backupsFolder, databaseFile } from './places.ts';
import { openSql, type Sql } from './sql.ts';

export interface Backup {
  readonly file: string;
  /** ISO time. */
  readonly madeAt: string;
}

/** A week of days and a few migrations. */
const backupsKept = 10;

/**
 * Copies the database as it stands into the project's backups. It counts only after it was opened again and found whole.
 * The oldest beyond the newest few are removed.
 */
export function makeBackup(sql: Sql, folder: string, now = new Date()): Backup {
  const backups = backupsFolder(folder);
  mkdirSync(backups, { recursive: true });
  const file = join(backups, `${now.toISOString().replaceAll(':', '-')}.sqlite`);
  const part = `${file}.part`;
  for (const name of readdirSync(backups)) {
    if (name.endsWith('.part')) rmSync(join(backups, name), { force: true });
  }
  try {
    sql.run('VACUUM INTO ?', part);
    if (!isWhole(part)) {
      throw new StudioError(
        'damaged',
        'A backup of the project’s database could not be read back, so nothing was changed. Check the disk.',
      );
    }
    syncFile(part);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  syncFolder(backups);
  for (const old of listBackups(folder).slice(backupsKept)) rmSync(old.file, { force: true });
  return { file, madeAt: now.toISOString() };
}

/** Newest first. */
export function listBackups(folder: string): Backup[] {
  const backups = backupsFolder(folder);
  if (!existsSync(backups)) return [];
  return readdirSync(backups)
    .filter((name) => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.sqlite$/.test(name))
    .sort()
    .reverse()
    .map((name) => ({ file: join(backups, name), madeAt: madeAt(name) }));
}

function madeAt(name: string): string {
  return name.replace('.sqlite', '').replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:');
}

/** The newest backup that opens, is whole and is not from a newer version. */
export function newestUsableBackup(folder: string): Backup | null {
  return listBackups(folder).find(({ file }) => isWhole(file)) ?? null;
}

/** Opens the file and reads every page of it. */
function isWhole(file: string): boolean {
  let sql: Sql | null = null;
  try {
    sql = openSql(file, { readOnly: true, slowMs: Infinity });
    const check = sql.get<{ integrity_check: string }>('PRAGMA integrity_check(1)');
    const version = sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
    return check?.integrity_check === 'ok' && version >= 1 && version <= currentVersion;
  } catch {
    return false; // whatever is wrong with it, it is not a backup to rely on
  } finally {
    sql?.close();
  }
}

/**
 * Puts the newest usable backup in the database's place. The damaged file and its log stay beside it under another name.
 * The caller holds the project's lock and has no connection open. Answers the name the damaged file got, if there was one.
 */
export function restoreBackup(folder: string, backup: Backup, now = new Date()): string | null {
  const database = databaseFile(folder);
  const stamp = now.toISOString().replaceAll(':', '-');
  const kept = join(folder, `project.damaged-${stamp}.sqlite`);
  const part = `${database}.part`;
  copyFileSync(backup.file, part);
  syncFile(part);
  // The log goes first: it must never be read as part of the backup.
  for (const ending of ['-wal', '-shm', '']) {
    if (existsSync(database + ending)) renameSync(database + ending, kept + ending);
  }
  renameSync(part, database);
  syncFolder(folder);
  return existsSync(kept) ? kept : null;
}

/** A day has one at most; an empty project needs none. */
export function isBackupDue(sql: Sql, folder: string, now = new Date()): boolean {
  const newest = listBackups(folder)[0];
  const isOfToday = newest?.madeAt.slice(0, 10) === now.toISOString().slice(0, 10);
  return !isOfToday && sql.get('SELECT 1 FROM image LIMIT 1') !== undefined;
}
