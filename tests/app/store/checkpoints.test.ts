import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { insertCategory } from '../../../app/store/categories.ts';
import { createStore, openStore } from '../../../app/store/open.ts';
import { databaseFile } from '../../../app/store/places.ts';
import { scratchFolder } from '../formats/scratch.ts';

const patience = { timeout: 10_000, interval: 50 };
/** Nearly all that was asked for: the last pages never left the memory. */
const roomBytes = 7.5 * 2 ** 20;

it('at rest the log is made long, of which the database sees nothing, and what was committed is moved into it', async () => {
  const folder = join(scratchFolder(), 'project');
  const complaints: string[] = [];
  const log = (line: string): unknown => complaints.push(line);
  // Closed, all of it is in the database.
  await createStore(folder, { log }).close();
  const store = openStore(folder, { log });
  const file = databaseFile(folder);
  const pages = store.sql.get('PRAGMA page_count');
  const logBytes = () => statSync(`${file}-wal`).size;

  // Not while another connection writes, as an import's does.
  const lent = Promise.withResolvers<void>();
  const importing = store.lend(() => lent.promise);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(logBytes()).toBeLessThan(roomBytes);
  lent.resolve();
  await importing;
  await expect.poll(logBytes, patience).toBeGreaterThanOrEqual(roomBytes);
  expect(store.sql.get('PRAGMA page_count')).toEqual(pages);
  expect(store.sql.all("SELECT name FROM sqlite_schema WHERE name = 'room'")).toEqual([]);
  expect(store.sql.get('PRAGMA cache_size')).toEqual({ cache_size: -65_536 });

  await store.write(() => {
    insertCategory(store.sql, { id: 17, name: 'cat', color: '#e69f00' });
  });
  function moved(): unknown {
    // The database alone, without its log.
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(file, copy);
    const database = new DatabaseSync(copy);
    try {
      return database.prepare('SELECT name FROM category').all();
    } finally {
      database.close();
    }
  }
  expect(moved()).toEqual([]);
  await expect.poll(moved, patience).toEqual([{ name: 'cat' }]);
  expect(store.sql.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  await store.close();
  expect(complaints.filter((line) => !line.startsWith('slow query'))).toEqual([]);
});
