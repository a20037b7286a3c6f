import { StudioError } from '../contract/errors.ts';
import { openSql, type Sql } from './sql.ts';

/** Below it two connections that write and checkpoint can lose commits: https://sqlite.org/wal.html#walresetbug */
const oldestSafe = [3, 51, 3] as const;

/** Asks the library itself: what Node says it was built with can be another one. */
export function requireSafeSqlite(sql: Sql): void {
  const row = sql.get<{ version: string; nul: string }>(
    'SELECT sqlite_version() AS version, ? AS nul',
    'a\0b',
  );
  const version = row?.version ?? '0';
  if (isOlder(version)) {
    throw new StudioError(
      'unavailable',
      `SQLite ${version} can lose work; Maskwright needs ${oldestSafe.join('.')} or newer. Use the Node that comes with Maskwright.`,
    );
  }
  if (row?.nul !== 'a\0b') {
    throw new StudioError(
      'unavailable',
      `Node ${process.versions.node} cuts texts short when it reads them from SQLite. Use the Node that comes with Maskwright.`,
    );
  }
}

/** Of the library that is loaded, which need not be the one Node was built with. */
export function sqliteVersion(): string {
  const sql = openSql(':memory:');
  try {
    return sql.get<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? 'unknown';
  } finally {
    sql.close();
  }
}

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of oldestSafe.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}
