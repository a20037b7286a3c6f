import { StudioError } from '../contract/errors.ts';
import { makeBackup } from './backup.ts';
import { currentVersion, migrations } from './migrations/all.ts';
import { damaged } from './sql-error.ts';
import type { Sql } from './sql.ts';

/** Marks a file as a project's database: "MskW". */
const applicationId = 0x4d736b57;
/** A number beyond it is no version but a damaged header. */
const plausibleVersions = 10_000;

/** Lays out a new, empty database. */
export function createTables(sql: Sql): void {
  sql.transaction(() => {
    for (const migration of migrations) sql.exec(migration);
    sql.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${currentVersion}`);
  });
}

/**
 * Brings an existing database to the present version: each step in a transaction of its own,
 * after a verified backup. A step that fails or is cut off leaves the version before it.
 */
export function migrate(
  sql: Sql,
  folder: string,
  { steps = migrations }: { steps?: readonly string[] } = {},
): void {
  const version = versionOf(sql);
  if (version === steps.length) return;
  makeBackup(sql, folder);
  for (let from = version; from < steps.length; from++) {
    sql.transaction(() => {
      sql.exec(steps[from] ?? '');
      sql.exec(`PRAGMA user_version = ${from + 1}`);
    });
  }
}

/** Refuses what is no project's database, or a newer Maskwright's. */
export function requireKnownVersion(sql: Sql): void {
  const application = sql.get<{ application_id: number }>('PRAGMA application_id')?.application_id;
  const version = versionOf(sql);
  if (application !== applicationId || version < 1 || version > plausibleVersions) throw damaged();
  if (version > currentVersion) {
    throw new StudioError(
      'newer-version',
      `This project was written by a newer Maskwright (format ${version}; this one knows up to ${currentVersion}). Nothing was changed. Open it with the newer version, or put the last backup of this version in its place.`,
    );
  }
}

function versionOf(sql: Sql): number {
  return sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}
