import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

function filesOf(room: string): readonly { name: string; text: string }[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => ({
      name: `${room}/${name}`,
      text: readFileSync(join(root, room, name), 'utf8'),
    }));
}

/** Files of these rooms in which something is said that only some may say. */
function saying(rooms: readonly string[], words: RegExp): readonly string[] {
  return rooms
    .flatMap(filesOf)
    .filter(({ text }) => words.test(text))
    .map(({ name }) => name);
}

test('main listens to the page in one file, by one table', () => {
  expect(saying(['main', 'app'], /\bipcMain\b/)).toEqual(['main/page-messages.ts']);
  const [door] = filesOf('main').filter(({ name }) => name === 'main/page-messages.ts');
  const channels = door?.text.match(/ipcMain\.\w+\([^,]+/g);
  expect(channels).toEqual([
    'ipcMain.handle(fromPage.request.channel',
    'ipcMain.on(fromPage.abort.channel',
  ]);
});

test('the preload script alone speaks to main, by the names of that table and no other', () => {
  expect(saying(['main', 'renderer', 'app'], /\bipcRenderer\b|\bcontextBridge\b/)).toEqual([
    'main/preload.ts',
  ]);
  const [preload] = filesOf('main').filter(({ name }) => name === 'main/preload.ts');
  expect(preload?.text.match(/ipcRenderer\.\w+\('[^']+'/g)).toEqual([
    "ipcRenderer.invoke('maskwright:request'",
    "ipcRenderer.send('maskwright:abort'",
    "ipcRenderer.on('maskwright:news'",
  ]);
});

test('no page makes markup or code of text', () => {
  const doors =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|srcdoc)\b|document\.write|\beval\(|new Function\(|@html/;
  expect(saying(['renderer'], doors)).toEqual([]);
});
