import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listBackups, makeBackup, newestUsableBackup } from '../../../app/store/backup.ts';
import { insertCategory, listCategories } from '../../../app/store/categories.ts';
import { createStore, openStore, recoverStore } from '../../../app/store/open.ts';
import { backupsFolder, databaseFile } from '../../../app/store/places.ts';
import { scratchFolder } from '../formats/scratch.ts';

const options = { log: () => undefined };
const day = (number: number) => new Date(Date.UTC(2026, 0, number));

async function backedUp(days: readonly number[]): Promise<string> {
  const folder = join(scratchFolder(), 'project');
  const store = createStore(folder, options);
  for (const number of days) {
    insertCategory(store.sql, { id: number, name: `class of day ${number}`, color: '#e69f00' });
    makeBackup(store.sql, folder, day(number));
  }
  await store.close();
  return folder;
}

it('keeps the newest ten', async () => {
  const folder = await backedUp(Array.from({ length: 12 }, (_, index) => index + 1));
  const times = listBackups(folder).map(({ madeAt }) => madeAt);
  expect(times).toHaveLength(10);
  expect(times[0]).toBe(day(12).toISOString());
  expect(times.at(-1)).toBe(day(3).toISOString());
});

it('puts the newest whole one in the place of a damaged database and keeps that', async () => {
  const folder = await backedUp([1, 2, 3]);
  const [newest] = listBackups(folder);
  writeFileSync(newest!.file, readFileSync(newest!.file).fill(0, 4096, 8192));
  expect(newestUsableBackup(folder)?.madeAt).toBe(day(2).toISOString());

  const damaged = Buffer.from('this is no database');
  writeFileSync(databaseFile(folder), damaged);
  expect(() => openStore(folder, options)).toThrow(expect.objectContaining({ code: 'damaged' }));
  const store = recoverStore(folder, options);
  expect(listCategories(store.sql).map(({ id }) => id)).toEqual([1, 2]);
  await store.close();

  const kept = readdirSync(folder).find((name) => name.startsWith('project.damaged-'));
  expect(readFileSync(join(folder, kept!))).toEqual(damaged);
});

it('leaves a damaged database alone when there is no backup', async () => {
  const folder = await backedUp([]);
  writeFileSync(databaseFile(folder), 'this is no database');
  expect(() => recoverStore(folder, options)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  );
  expect(readFileSync(databaseFile(folder), 'utf8')).toBe('this is no database');
});

it('that was cut off is swept away by the next', async () => {
  const folder = await backedUp([1]);
  const half = join(backupsFolder(folder), '2026-01-02T00-00-00.000Z.sqlite.part');
  writeFileSync(half, 'half');
  const store = openStore(folder, options);
  makeBackup(store.sql, folder, day(3));
  await store.close();
  expect(existsSync(half)).toBe(false);
});
