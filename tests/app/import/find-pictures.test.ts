import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPictures, type SoughtPicture } from '../../../app/studio/importing/find-pictures.ts';
import { scratchFolder } from '../formats/scratch.ts';
import { makePictures } from './project.ts';

const { signal } = new AbortController();

function sought(id: number, fileName: string, width = 8, height = 6): SoughtPicture {
  return { id, fileName, width, height };
}

test('pictures are found at their old place, or elsewhere by name and size', async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true });
  await makePictures(folder, { 'a.jpg': [8, 6], 'wrong.jpg': [9, 6] });
  await makePictures(join(folder, 'deep'), { 'b.jpg': [8, 6], 'twice.jpg': [8, 6] });
  await makePictures(join(folder, 'deep', 'er'), {
    'c.png': [8, 6],
    'twice.jpg': [8, 6],
    'wrong.jpg': [8, 6],
  });
  symlinkSync(folder, join(folder, 'deep', 'round'));
  const found = await findPictures(
    folder,
    [
      sought(1, 'a.jpg'),
      sought(2, 'train/b.jpg'),
      sought(3, 'c.png'),
      sought(4, 'twice.jpg'),
      sought(5, 'wrong.jpg'),
      sought(6, 'gone.jpg'),
      sought(7, '../a.jpg'),
    ],
    signal,
  );
  expect(Object.fromEntries(found)).toEqual({
    1: 'a.jpg',
    2: 'deep/b.jpg',
    3: 'deep/er/c.png',
    5: 'deep/er/wrong.jpg',
  });
});

test('a file is never given to two pictures', async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'x'));
  await makePictures(join(folder, 'x'), { 'a.jpg': [8, 6] });
  expect(
    await findPictures(folder, [sought(1, 'train/a.jpg'), sought(2, 'val/a.jpg')], signal),
  ).toEqual(new Map());
});
