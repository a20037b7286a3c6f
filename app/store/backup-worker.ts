import { workerData } from 'node:worker_threads';
import { makeBackup } from './backup.ts';
import { databaseFile } from './places.ts';
import { openSql } from './sql.ts';

/** The thread that makes a backup: copying and reading back a large database takes seconds. */

const folder = workerData as string;
const sql = openSql(databaseFile(folder), { readOnly: true, slowMs: Infinity });
try {
  makeBackup(sql, folder);
} finally {
  sql.close();
}
