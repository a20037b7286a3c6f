import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeBackup } from '../../../app/store/backup.ts';
import { openStore } from '../../../app/store/open.ts';
import { databaseFile, sourceFile } from '../../../app/store/places.ts';
import { emptyObject, gestureOf } from './strokes.ts';
import { startProject, startStudio, type TestStudio } from './test-studio.ts';

const options = { log: () => undefined };

/** MASKWRIGHT_DAMAGES makes it as many as one likes. */
const damages = Number(process.env.MASKWRIGHT_DAMAGES ?? 36);
const page = 4096;

/** Changes a file as a failing disk does. */
function damage(file: string, seed: number): void {
  const bytes = readFileSync(file);
  const place = (Math.imul(seed + 1, 2_654_435_761) >>> 0) % bytes.length;
  switch (seed % 3) {
    case 0: // a few bytes flipped, the first time in the header
      for (let k = 0; k < 8; k++) {
        const at = seed === 0 ? k : (place + k * 997) % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      }
      writeFileSync(file, bytes);
      break;
    case 1: // cut off
      truncateSync(file, place);
      break;
    default: // a page of zeros
      bytes.fill(0, place - (place % page), place - (place % page) + page);
      writeFileSync(file, bytes);
  }
}

/** Looks at everything there is; true when all of it could be seen. */
async function lookAtAll({ call }: TestStudio): Promise<boolean> {
  try {
    const order = { by: 'name', descending: false } as const;
    const { images } = await call('image.list', { filter: {}, order, offset: 0, limit: 500 });
    for (const { id } of images) await call('image.get', { image: id });
    await call('category.list', {});
    await call('image.counts', { filter: {} });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(damaged|not-found)$/) as string });
    return false;
  }
}

it(`opens, or says so and comes back from its backup (${damages} ways)`, async () => {
  const project = await startProject({ pictures: 40 });
  await project.close();
  const { folder } = project;
  const store = openStore(folder, options);
  makeBackup(store.sql, folder);
  store.sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  await store.close();
  const original = readFileSync(databaseFile(folder));
  let troubles = 0;
  for (let seed = 0; seed < damages; seed++) {
    for (const ending of ['-wal', '-shm']) rmSync(databaseFile(folder) + ending, { force: true });
    writeFileSync(databaseFile(folder), original);
    damage(databaseFile(folder), seed);
    const bytes = readFileSync(databaseFile(folder));
    const studio = await startStudio({ folder });
    const { trouble } = await studio.call('studio.status', {});
    if (trouble !== null || !(await lookAtAll(studio))) {
      troubles++;
      await expectRecovery(studio, folder, bytes);
    }
    await studio.close();
  }
  expect(troubles).toBeGreaterThan(damages / 3);
}, 300_000);

async function expectRecovery(studio: TestStudio, folder: string, bytes: Buffer): Promise<void> {
  expect((await studio.call('studio.status', {})).trouble).toMatchObject({
    code: expect.stringMatching(/^(damaged|newer-version)$/) as string,
    folder,
    backup: { file: expect.any(String) as string },
  });
  const recovered = await studio.call('project.recover', { folder });
  expect(recovered).toMatchObject({ images: 40, readOnly: false });
  expect(await lookAtAll(studio)).toBe(true);
  const kept = readdirSync(folder).filter((name) => /^project\.damaged-.*sqlite$/.test(name));
  expect(kept).toHaveLength(1);
  expect(readFileSync(join(folder, kept[0]!)).equals(bytes)).toBe(true);
  rmSync(join(folder, kept[0]!));
}

it('whose source of records is gone says so where they are needed, and nowhere else', async () => {
  const project = await startProject();
  const { call } = project;
  const { first } = await call('annotation.reserve', { count: 1 });
  await call('category.delete', { category: 17 });
  const gesture = gestureOf([emptyObject(first, 18)]);
  await call('gesture.apply', { image: 1, revision: 1, gesture });
  await project.close();
  rmSync(sourceFile(project.folder, 1));
  const again = await startStudio({ folder: project.folder });
  expect((await again.call('image.get', { image: 1 })).annotations).toHaveLength(1);
  await expect(again.call('image.get', { image: 2 })).rejects.toMatchObject({
    code: 'damaged',
    message: expect.stringContaining('sources/1.jsonl') as string,
  });
  expect((await again.call('studio.status', {})).trouble).toBeNull();
});

it('from a newer version is left alone, and says so', async () => {
  const project = await startProject();
  await project.close();
  const store = openStore(project.folder, options);
  store.sql.exec('PRAGMA user_version = 2001');
  await store.close();
  const before = readFileSync(databaseFile(project.folder));
  const { call } = await startStudio({ folder: project.folder });
  expect(await call('studio.status', {})).toMatchObject({
    project: null,
    trouble: { code: 'newer-version', folder: project.folder },
  });
  expect(readFileSync(databaseFile(project.folder)).equals(before)).toBe(true);
  await expect(call('image.get', { image: 1 })).rejects.toMatchObject({ code: 'no-project' });
});

it('whose database is gone is damaged, not new', async () => {
  const project = await startProject();
  await project.close();
  rmSync(databaseFile(project.folder));
  const { call } = await startStudio({ folder: project.folder });
  expect((await call('studio.status', {})).trouble).toMatchObject({ code: 'damaged' });
  expect(existsSync(databaseFile(project.folder))).toBe(false);
});
