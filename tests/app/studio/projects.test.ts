import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { greyPng } from '../../../app/pictures/png.ts';
import { startProject, startStudio, testFolder } from './test-studio.ts';

it('a project is a folder of its own, opened again from the list of recent ones', async () => {
  const base = testFolder();
  const studio = await startStudio();
  const folder = join(base, 'cats');
  await expect(studio.call('project.open', { folder, create: false })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await studio.call('project.open', { folder, create: true })).toMatchObject({
    folder,
    name: 'cats',
    images: 0,
  });
  expect(JSON.parse(readFileSync(join(folder, 'project.maskwright'), 'utf8'))).toMatchObject({
    app: 'maskwright',
  });
  await studio.call('category.add', { name: 'cat' });
  await studio.call('project.close', {});
  await expect(studio.call('category.list', {})).rejects.toMatchObject({ code: 'no-project' });
  const { recent, project } = await studio.call('studio.status', {});
  expect(project).toBeNull();
  expect(recent).toEqual([{ folder, name: 'cats' }]);
  await studio.call('project.open', { folder, create: true });
  expect((await studio.call('category.list', {})).categories).toMatchObject([{ name: 'cat' }]);
});

it('a folder with other things in it becomes no project', async () => {
  const base = testFolder();
  const studio = await startStudio();
  writeFileSync(join(base, 'letter.txt'), 'dear');
  await expect(studio.call('project.open', { folder: base, create: true })).rejects.toMatchObject({
    code: 'bad-input',
  });
  await expect(
    studio.call('project.open', { folder: join(base, 'letter.txt'), create: true }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  await expect(
    studio.call('project.open', { folder: 'relative/folder', create: true }),
  ).rejects.toMatchObject({ code: 'bad-input' });
});

it('a place that takes no folder is refused with a sentence, and the open project stays open', async () => {
  const base = testFolder();
  const studio = await startStudio();
  const folder = join(base, 'cats');
  await studio.call('project.open', { folder, create: true });
  writeFileSync(join(base, 'letter.txt'), 'dear');
  const places = [join(base, 'n'.repeat(300)), join(base, 'letter.txt', 'cats')];
  // Folders above these are there, and nothing can be made in them: Node's recursive mkdir would never come back.
  if (process.platform === 'linux') places.push('/proc/cats', '/proc/self/fd/cats');
  for (const place of places) {
    await expect(
      studio.call('project.open', { folder: place, create: true }),
    ).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('Choose another') as string,
    });
  }
  const { project } = await studio.call('studio.status', {});
  expect(project?.folder).toBe(folder);
});

it('many wishes to open at once end with one project open', async () => {
  const base = testFolder();
  const studio = await startStudio();
  const folders = ['a', 'b', 'c'].map((name) => join(base, name));
  await Promise.all(folders.map((folder) => studio.call('project.open', { folder, create: true })));
  const { project, recent } = await studio.call('studio.status', {});
  expect(project?.folder).toBe(folders[2]);
  expect(recent).toHaveLength(3);
});

it('folders are listed with folders first, hidden ones left out, and pictures told', async () => {
  const base = testFolder();
  const studio = await startStudio();
  for (const name of ['zebra', 'Photos 10', 'Photos 2', '.hidden']) mkdirSync(join(base, name));
  const png = greyPng(new Uint8Array(4), { width: 2, height: 2 });
  writeFileSync(join(base, 'Photos 2', 'a.PNG'), png);
  writeFileSync(join(base, 'b.json'), '{}');
  const listing = await studio.call('folder.list', { path: base });
  expect(listing.entries.filter(({ name }) => name !== 'configuration')).toEqual([
    { name: 'Photos 2', kind: 'folder', bytes: 0, pictures: true },
    { name: 'Photos 10', kind: 'folder', bytes: 0, pictures: false },
    { name: 'zebra', kind: 'folder', bytes: 0, pictures: false },
    { name: 'b.json', kind: 'file', bytes: 2, pictures: false },
  ]);
  expect(listing.places.length).toBeGreaterThan(0);
  expect((await studio.call('folder.list', { path: null })).path).not.toBe('');
  expect((await studio.call('folder.list', { path: '/' })).parent).toBeNull();
  await expect(studio.call('folder.list', { path: join(base, 'b.json') })).rejects.toMatchObject({
    code: 'bad-input',
  });
});

it('classes have names of their own, colours that differ, and come back from the trash', async () => {
  const { call } = await startProject();
  await expect(call('category.add', { name: 'cat' })).rejects.toMatchObject({ code: 'bad-input' });
  const cow = await call('category.add', { name: 'cow' });
  const { categories } = await call('category.list', {});
  expect(new Set(categories.map(({ color }) => color)).size).toBe(3);
  expect(categories.map(({ name, value, images }) => [name, value, images])).toEqual([
    ['cat', 1, 4],
    ['dog', 2, 2],
    ['cow', 3, 0],
  ]);
  await expect(call('category.update', { category: cow.id, name: 'dog' })).rejects.toMatchObject({
    code: 'bad-input',
  });
  expect(await call('category.update', { category: cow.id, name: 'calf' })).toMatchObject({
    id: cow.id,
    name: 'calf',
  });
  const { trash } = await call('category.delete', { category: cow.id });
  const calf = await call('category.add', { name: 'calf' });
  expect(calf.id).not.toBe(cow.id);
  await expect(call('trash.restore', { trash })).rejects.toMatchObject({ code: 'bad-input' });
  await call('category.delete', { category: calf.id });
  await call('trash.restore', { trash });
  expect((await call('category.list', {})).categories.at(-1)).toMatchObject({ id: cow.id });
});

it('acts on many pictures answer what was, so that they can be taken back', async () => {
  const { call } = await startProject();
  await call('image.review', { changes: [{ image: 2, review: 'accepted' }] });
  const changes = [1, 2].map((image) => ({ image, review: 'edited' as const }));
  const { before } = await call('image.review', { changes });
  expect(before).toEqual([
    { image: 1, review: 'untouched' },
    { image: 2, review: 'accepted' },
  ]);
  await call('image.review', { changes: before });
  const { reviews } = await call('image.counts', { filter: {} });
  expect(reviews).toEqual({ untouched: 3, edited: 0, accepted: 1 });
  await expect(
    call('image.split', {
      changes: [
        { image: 1, split: 'test' },
        { image: 99, split: 'test' },
      ],
    }),
  ).rejects.toMatchObject({ code: 'not-found' });
  expect((await call('image.get', { image: 1 })).image.split).toBe('none');
});

it('a project that cannot be opened costs nobody the one that is open', async () => {
  const base = testFolder();
  const studio = await startStudio();
  const folder = join(base, 'cats');
  await studio.call('project.open', { folder, create: true });
  await studio.call('category.add', { name: 'cat' });
  // Where the database should be is a folder.
  const odd = join(base, 'odd');
  mkdirSync(join(odd, 'project.sqlite'), { recursive: true });
  writeFileSync(join(odd, 'project.maskwright'), readFileSync(join(folder, 'project.maskwright')));
  await expect(studio.call('project.open', { folder: odd, create: false })).rejects.toThrow();
  const { project, trouble } = await studio.call('studio.status', {});
  expect({ folder: project?.folder, trouble }).toEqual({ folder, trouble: null });
  expect((await studio.call('category.list', {})).categories).toMatchObject([{ name: 'cat' }]);
});
