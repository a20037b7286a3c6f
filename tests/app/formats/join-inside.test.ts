import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { joinInside, realPathInside } from '../../../app/formats/join-inside.ts';
import { scratchFolder } from './scratch.ts';

const base = join(sep, 'pictures', 'of mine');

test.each([
  'a.jpg',
  'train2014/COCO_train2014_000000000009.jpg',
  './a.jpg',
  'a/./b.jpg',
  'a//b.jpg',
  'ä/ö ü.png',
  '..a.jpg',
  'a..b/c...jpg',
  '...',
  '%2e%2e/a.jpg',
  '~',
  '$HOME/a.jpg',
  '-rf',
])('stays inside: %s', (name) => {
  const path = joinInside(base, name, 'linux');
  expect(typeof path === 'string' && path.startsWith(base + sep)).toBe(true);
});

test.each([
  '',
  '.',
  './',
  '..',
  '../a.jpg',
  '../../etc/passwd',
  'a/../../b.jpg',
  'a/..',
  'a/../b.jpg',
  './../a.jpg',
  'a/b/../../../c',
  '/etc/passwd',
  '//server/share/a.jpg',
  '/',
  '\\\\server\\share\\a.jpg',
  '..\\a.jpg',
  'a\\..\\..\\b.jpg',
  '\\etc\\passwd',
  'C:\\a.jpg',
  'c:a.jpg',
  'C:/a.jpg',
  'z:',
  'file.jpg\0.png',
  '\0',
  'a/\0/b',
  '../'.repeat(50),
  `${'a/'.repeat(10)}${'../'.repeat(11)}x`,
  '\\\\?\\C:\\a.jpg',
  '\\\\.\\pipe\\x',
])('is refused everywhere: %j', (name) => {
  expect(joinInside(base, name, 'linux')).toHaveProperty('reason');
  expect(joinInside(base, name, 'win32')).toHaveProperty('reason');
});

test.each([
  'con',
  'CON.jpg',
  'nul',
  'aux.png',
  'prn',
  'com1',
  'COM9.jpg',
  'lpt1.txt',
  'com¹.jpg',
  'folder/nul.jpg',
  'a.jpg:stream',
  'a?.jpg',
  'a*.jpg',
  'a<b.jpg',
  'a|b.jpg',
  'a"b.jpg',
  'a.jpg.',
  'a.jpg ',
  'folder./a.jpg',
])('is refused where Windows could not have it: %j', (name) => {
  expect(joinInside(base, name, 'win32')).toHaveProperty('reason');
  expect(typeof joinInside(base, name, 'linux')).toBe('string');
});

test('links that lead out are not followed, links inside are', async () => {
  const folder = scratchFolder();
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(inside, 'a.jpg'), 'a');
  symlinkSync(join(folder, 'secret.txt'), join(inside, 'out.jpg'));
  symlinkSync(folder, join(inside, 'up'));
  symlinkSync('a.jpg', join(inside, 'again.jpg'));
  expect(await realPathInside(inside, 'a.jpg')).toBe(join(inside, 'a.jpg'));
  expect(await realPathInside(inside, 'again.jpg')).toBe(join(inside, 'again.jpg'));
  expect(await realPathInside(inside, 'out.jpg')).toHaveProperty('reason');
  expect(await realPathInside(inside, 'up/secret.txt')).toHaveProperty('reason');
  expect(await realPathInside(inside, 'missing.jpg')).toEqual({
    reason: expect.stringContaining('no such file'),
    missing: true,
  });
});
