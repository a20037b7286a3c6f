import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { scratchFolder } from '../formats/scratch.ts';
import { contentOf, emptyProject, importInto, makePictures } from './project.ts';

const interop = process.env['MASKWRIGHT_INTEROP'] ?? '';

test('a folder’s pictures come with the turn that stands them upright, odd files are lines', async () => {
  const images = scratchFolder();
  mkdirSync(join(images, 'deep', 'er'), { recursive: true });
  await makePictures(images, { 'b.png': [4, 3], 'A.JPG': [5, 6], 'deep/er/c.webp': [7, 8] });
  const turned = sharp({ create: { width: 9, height: 5, channels: 3, background: '#123' } });
  await turned.withMetadata({ orientation: 6 }).toFile(join(images, 'turned.jpg'));
  writeFileSync(join(images, 'notes.txt'), 'notes');
  writeFileSync(join(images, 'fake.jpg'), 'fake');
  writeFileSync(join(images, '.hidden.jpg'), 'hidden');
  symlinkSync('/', join(images, 'root'));
  symlinkSync('/etc/passwd', join(images, 'out.jpg'));
  const store = emptyProject();
  const report = await importInto(store, {
    kind: 'folder',
    images,
    copy: false,
    classes: ['cat', 'dog'],
  });
  expect(report).toMatchObject({ images: 4, annotations: 0, categories: ['cat', 'dog'] });
  expect(report.skipped.map(({ file }) => file).sort()).toEqual([
    'fake.jpg',
    'notes.txt',
    'out.jpg',
  ]);
  const content = contentOf(store);
  expect(content.images.map(({ name, size, turn }) => [name, size, turn])).toEqual([
    ['A.JPG', [5, 6], 1],
    ['b.png', [4, 3], 1],
    ['deep/er/c.webp', [7, 8], 1],
    ['turned.jpg', [9, 5], 6],
  ]);
  expect(content.categories.map(({ name }) => name)).toEqual(['cat', 'dog']);

  await makePictures(images, { 'new.png': [4, 3] });
  const again = { kind: 'folder', images, copy: false, classes: [] } as const;
  expect(await importInto(store, again)).toMatchObject({ images: 1, unchanged: 4 });
});

test('copied, they stand in the project', async () => {
  const images = scratchFolder();
  mkdirSync(join(images, 'x'));
  await makePictures(images, { 'x/a.png': [4, 3] });
  const store = emptyProject();
  await importInto(store, { kind: 'folder', images, copy: true, classes: [] });
  const left = readdirSync(join(store.folder, 'pictures'), { recursive: true }).map(String).sort();
  expect(left).toEqual(['1', join('1', 'x'), join('1', 'x', 'a.png')]);
});

test('a folder without pictures is a sentence', async () => {
  const store = emptyProject();
  for (const images of [scratchFolder(), join(scratchFolder(), 'missing')]) {
    const order = { kind: 'folder', images, copy: false, classes: [] } as const;
    await expect(importInto(store, order)).rejects.toMatchObject({ code: 'bad-input' });
  }
  expect(contentOf(store).sources).toEqual([]);
});

test('the sample set comes through the same door, twice the same', async () => {
  const one = emptyProject();
  const two = emptyProject();
  const order = { kind: 'sample', count: 8, seed: 3 } as const;
  const report = await importInto(one, order);
  expect(report).toMatchObject({ images: 8, skipped: [], categories: ['cat', 'dog'] });
  expect(await importInto(one, order)).toMatchObject({ images: 0, annotations: 0 });
  await importInto(two, order);
  expect(contentOf(two)).toEqual(contentOf(one));
});

test.skipIf(interop === '')('interop: odd pictures are told apart from good ones', async () => {
  const store = emptyProject();
  const images = join(interop, 'odd-images');
  const report = await importInto(store, { kind: 'folder', images, copy: false, classes: [] });
  expect(report.images).toBe(7);
  const reasons = new Map(report.skipped.map(({ file, reason }) => [file, reason]));
  expect(reasons.get('test_3_bands_float32.tif')).toContain('32-bit floating-point');
  expect(reasons.get('test_3_bands_int16.tif')).toContain('16-bit signed');
  expect(reasons.get('Abyssinian_100.mat')).toContain('does not end like');
  expect(contentOf(store).images.every(({ turn }) => turn === 1)).toBe(true);
});
