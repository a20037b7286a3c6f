import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openStateFile } from '../../main/state-file.ts';

let folder: string;
const folders: string[] = [];
const bounds = { x: 10, y: 20, width: 900, height: 700 };
const first = {
  bounds: null,
  maximized: false,
  fullScreen: false,
  theme: 'system',
  project: null,
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-state-'));
  folders.push(folder);
});

afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true, force: true }))));

function open(at = folder) {
  const said: string[] = [];
  return { file: openStateFile(at, (line) => said.push(line)), said };
}

test('at the first start nothing is remembered, and nothing written', async () => {
  expect(open().file.read()).toEqual(first);
  expect(await readdir(folder)).toEqual([]);
});

test('what changes is there at the next start', () => {
  const { file } = open(join(folder, 'not', 'there', 'yet'));
  file.change({ bounds, maximized: true });
  file.change({ theme: 'light' });
  expect(open(join(folder, 'not', 'there', 'yet')).file.read()).toEqual({
    ...first,
    bounds,
    maximized: true,
    theme: 'light',
  });
});

test('a part that cannot be read costs that part alone', async () => {
  const text = JSON.stringify({ bounds: { x: 'left' }, theme: 'pink', project: '/cells' });
  await writeFile(join(folder, 'window.json'), text);
  expect(open().file.read()).toEqual({ ...first, project: '/cells' });
});

test.each(['', 'null', '[1]', '{"bounds":', 'x'.repeat(1000)])(
  'from “%.8s” it begins anew',
  async (text) => {
    await writeFile(join(folder, 'window.json'), text);
    expect(open().file.read()).toEqual(first);
  },
);

test('what does not change is not written again', async () => {
  const { file } = open();
  file.change({ bounds });
  await writeFile(join(folder, 'window.json'), 'touched');
  file.change({ bounds: { ...bounds } });
  expect(await readFile(join(folder, 'window.json'), 'utf8')).toBe('touched');
});

test('a folder that cannot be written is said, and the window goes on', async () => {
  const blocked = join(folder, 'file');
  await writeFile(blocked, '');
  const { file, said } = open(blocked);
  file.change({ maximized: true });
  expect(file.read().maximized).toBe(true);
  expect(said).toEqual([expect.stringContaining('could not be kept')]);
});
