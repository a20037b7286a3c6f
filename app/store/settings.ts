import type { Sql } from './sql.ts';

/** Small facts of the project, by key. */
export function readSetting(sql: Sql, key: string): string | undefined {
  return sql.get<{ value: string }>('SELECT value FROM setting WHERE key = ?', key)?.value;
}

export function writeSetting(sql: Sql, key: string, value: string): void {
  sql.run(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );
}

/** Takes `count` numbers off a counter that never goes back; answers the first, from 1 on. */
export function takeNumbers(sql: Sql, key: string, count: number): number {
  const first = nextNumber(sql, key);
  writeSetting(sql, key, String(first + count));
  return first;
}

/** What `takeNumbers` would answer. */
export function nextNumber(sql: Sql, key: string): number {
  return Number(readSetting(sql, key) ?? '1');
}
