import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  bringBackAnnotation,
  listAnnotations,
  removeAnnotation,
  setShown,
} from '../../../app/store/annotations.ts';
import { listBackups } from '../../../app/store/backup.ts';
import { migrate, requireKnownVersion } from '../../../app/store/migrate.ts';
import { migrations } from '../../../app/store/migrations/all.ts';
import { createStore } from '../../../app/store/open.ts';
import { databaseFile } from '../../../app/store/places.ts';
import { insertCategory, listCategories } from '../../../app/store/categories.ts';
import { openSql, type Sql } from '../../../app/store/sql.ts';
import { scratchFolder } from '../formats/scratch.ts';

const added = 'CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT;';
/** Changes something, and then takes longer than anybody waits. */
const endless = `${added}
  INSERT INTO added WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000) SELECT i FROM n;`;

async function projectWithClass(): Promise<string> {
  const folder = join(scratchFolder(), 'project');
  const store = createStore(folder, { log: () => undefined });
  insertCategory(store.sql, { id: 17, name: 'cat', color: '#e69f00' });
  await store.close();
  return folder;
}

function within<T>(folder: string, work: (sql: Sql) => T): T {
  const sql = openSql(databaseFile(folder));
  try {
    return work(sql);
  } finally {
    sql.close();
  }
}

const versionOf = (sql: Sql) =>
  sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
const tableOf = (sql: Sql) => sql.get("SELECT 1 FROM sqlite_master WHERE name = 'added'");

it('makes a backup that is whole before it changes anything', async () => {
  const folder = await projectWithClass();
  within(folder, (sql) => {
    migrate(sql, folder, { steps: [...migrations, added] });
    expect(versionOf(sql)).toBe(migrations.length + 1);
    expect(tableOf(sql)).toBeDefined();
    expect(listCategories(sql)).toHaveLength(1);
  });
  const [backup, ...others] = listBackups(folder);
  expect(others).toEqual([]);
  const old = openSql(backup!.file, { readOnly: true });
  expect(versionOf(old)).toBe(migrations.length);
  expect(tableOf(old)).toBeUndefined();
  expect(listCategories(old)).toHaveLength(1);
  old.close();
});

it('of a project of the first version keeps every object, here and taken away, and gives each room for a colour', () => {
  const folder = scratchFolder();
  within(folder, (sql) => {
    sql.exec(migrations[0] ?? '');
    sql.exec(`PRAGMA user_version = 1;
      INSERT INTO category VALUES (17, 'cat', '#e69f00', NULL, NULL);
      INSERT INTO source VALUES (1, 'folder', NULL, 'k', '/pictures', 0, '2026', '[]', '{}');
      INSERT INTO image (id, source, file_name, name, width, height) VALUES (1, 1, 'a', 'a', 4, 3);
      INSERT INTO annotation VALUES (1, 1, 17, NULL, 1, 0, 4, 0, 0, 2, 2, 'M0', 1, 0, 1, NULL, NULL, NULL),
        (2, 1, 17, NULL, 2, 0, 4, 0, 0, 2, 2, 'M0', 1, 1, 0, NULL, NULL, NULL);
      INSERT INTO removed_annotation SELECT NULL, annotation.* FROM annotation WHERE id = 2;
      DELETE FROM annotation WHERE id = 2;`);
    migrate(sql, folder);
    expect(versionOf(sql)).toBe(migrations.length);
    bringBackAnnotation(sql, 2);
    expect(
      listAnnotations(sql, 1).map(({ id, visible, locked, color }) => [id, visible, locked, color]),
    ).toEqual([
      [1, 0, 1, null],
      [2, 1, 0, null],
    ]);
    setShown(sql, 2, { visible: true, locked: false, color: '#0072b2' });
    removeAnnotation(sql, 2);
    bringBackAnnotation(sql, 2);
    expect(listAnnotations(sql, 1)[1]?.color).toBe('#0072b2');
  });
  expect(listBackups(folder)).toHaveLength(1);
});

it('does nothing, and makes no backup, where nothing is to be done', async () => {
  const folder = await projectWithClass();
  within(folder, (sql) => {
    migrate(sql, folder);
  });
  expect(listBackups(folder)).toEqual([]);
});

it('that fails leaves the version and the data before it', async () => {
  const folder = await projectWithClass();
  within(folder, (sql) => {
    const broken = `${added} INSERT INTO nowhere VALUES (1);`;
    expect(() => {
      migrate(sql, folder, { steps: [...migrations, broken] });
    }).toThrow('nowhere');
    expect(versionOf(sql)).toBe(migrations.length);
    expect(tableOf(sql)).toBeUndefined();
  });
});

it('that is killed half way leaves the version before it, and can be done again', async () => {
  const folder = await projectWithClass();
  const url = (file: string) =>
    JSON.stringify(new URL(`../../../app/store/${file}`, import.meta.url).href);
  const script = `const { migrate } = await import(${url('migrate.ts')});
    const { migrations } = await import(${url('migrations/all.ts')});
    const { openSql } = await import(${url('sql.ts')});
    const sql = openSql(${JSON.stringify(databaseFile(folder))});
    process.stdout.write('begun');
    migrate(sql, ${JSON.stringify(folder)}, { steps: [...migrations, ${JSON.stringify(endless)}] });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(child.stdout, 'data');
  while (listBackups(folder).length === 0) await sleep(20);
  await sleep(200);
  child.kill('SIGKILL');
  await once(child, 'exit');
  within(folder, (sql) => {
    expect(sql.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    expect(versionOf(sql)).toBe(migrations.length);
    expect(tableOf(sql)).toBeUndefined();
    expect(listCategories(sql)).toHaveLength(1);
    migrate(sql, folder, { steps: [...migrations, added] });
    expect(versionOf(sql)).toBe(migrations.length + 1);
  });
});

it('of a newer version is refused, and what is no project is called damaged', async () => {
  const folder = await projectWithClass();
  within(folder, (sql) => {
    sql.exec('PRAGMA user_version = 99');
    expect(() => {
      requireKnownVersion(sql);
    }).toThrow(expect.objectContaining({ code: 'newer-version' }));
    sql.exec('PRAGMA application_id = 7');
    expect(() => {
      requireKnownVersion(sql);
    }).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});
