import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { storeError } from './sql-error.ts';

export type Value = SQLInputValue;

/** Statements over one connection: prepared once, slow ones logged, errors told as `StudioError`. */
export interface Sql {
  /** The first row, or undefined. */
  get<Row extends object>(sql: string, ...values: readonly Value[]): Row | undefined;
  all<Row extends object>(sql: string, ...values: readonly Value[]): Row[];
  /** Answers the number of rows changed. */
  run(sql: string, ...values: readonly Value[]): number;
  /** Several statements without values, such as a migration. */
  exec(sql: string): void;
  /** All of it or nothing. Within another transaction it joins that one. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface SqlOptions {
  readonly readOnly?: boolean;
  readonly log?: (line: string) => void;
  readonly slowMs?: number;
}

/** How long a connection waits for another one of this computer before it says `busy`. */
const busyTimeoutMs = 5000;
const statementsKept = 200;

export function openSql(
  file: string,
  { readOnly = false, log = () => undefined, slowMs = 50 }: SqlOptions = {},
): Sql {
  const database = guarded(
    () =>
      new DatabaseSync(file, {
        readOnly,
        timeout: busyTimeoutMs,
        enableForeignKeyConstraints: true,
        enableDoubleQuotedStringLiterals: false,
      }),
  );
  const statements = new Map<string, StatementSync>();
  let inTransaction = false;

  function prepare(sql: string): StatementSync {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    if (statements.size >= statementsKept) statements.clear();
    statements.set(sql, statement);
    return statement;
  }

  function timed<T>(sql: string, work: () => T): T {
    const start = performance.now();
    const result = guarded(work);
    const ms = performance.now() - start;
    if (ms > slowMs) log(`slow query, ${ms.toFixed(0)} ms: ${sql.replace(/\s+/g, ' ').trim()}`);
    return result;
  }

  return {
    get: <Row extends object>(sql: string, ...values: readonly Value[]) =>
      timed(sql, () => prepare(sql).get(...values) as Row | undefined),
    all: <Row extends object>(sql: string, ...values: readonly Value[]) =>
      timed(sql, () => prepare(sql).all(...values) as Row[]),
    run: (sql, ...values) => timed(sql, () => Number(prepare(sql).run(...values).changes)),
    exec(sql) {
      timed(sql, () => {
        database.exec(sql);
      });
    },
    transaction(work) {
      if (inTransaction) return work();
      timed('BEGIN IMMEDIATE', () => {
        database.exec('BEGIN IMMEDIATE');
      });
      inTransaction = true;
      try {
        const result = work();
        timed('COMMIT', () => {
          database.exec('COMMIT');
        });
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      } finally {
        inTransaction = false;
      }
    },
    close() {
      statements.clear();
      database.close();
    },
  };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
}
