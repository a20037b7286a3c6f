import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What happened at which time, in milliseconds since 1970. */
export type Marks = Readonly<Record<string, number>>;

/** Runs in Electron's main before the app does, and notes when what happens there happens. */
const hook = `
const { app } = require('electron');
const children = require('child_process');
const { writeFileSync } = require('fs');
const marks = {};
function mark(name) {
  if (!(name in marks)) {
    marks[name] = Date.now();
    writeFileSync(process.env.MASKWRIGHT_BENCH_MARKS, JSON.stringify(marks));
  }
}
mark('main begins');
app.once('ready', () => mark('app ready'));
app.once('browser-window-created', (_event, window) => {
  mark('window made');
  const { webContents } = window;
  webContents.once('dom-ready', () => mark('page loaded'));
  window.once('ready-to-show', () => mark('page drawn'));
  window.once('show', () => mark('window shown'));
});
const { spawn } = children;
children.spawn = function (...words) {
  mark('studio started');
  const child = spawn.apply(this, words);
  child.on('message', (message) => {
    if (message && message.kind === 'ready') mark('studio ready');
  });
  return child;
};
`;

/** The words and the environment with which a development Electron notes its marks. */
export async function marking(folder: string): Promise<{
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly read: () => Promise<Marks>;
}> {
  const file = join(folder, 'marks.json');
  const code = join(folder, 'marks.cjs');
  await writeFile(code, hook);
  return {
    words: ['-r', code],
    environment: { MASKWRIGHT_BENCH_MARKS: file },
    read: async () => JSON.parse(await readFile(file, 'utf8')) as Marks,
  };
}
