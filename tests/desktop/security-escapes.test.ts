import { readdir, readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  askings,
  leavings,
  messages,
  readings,
  runnings,
  sendings,
  type Attempt,
} from './escape-attempts.ts';
import { runHostile } from './hostile.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { layTrap, type Trap } from './trap.ts';

let desktop: Desktop;
let trap: Trap;

beforeAll(async () => {
  trap = await layTrap();
  desktop = await launchDesktop();
  // Playwright answers what nobody listens to, and this is gone before it does.
  desktop.page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
});

afterAll(async () => {
  await desktop.close();
  trap.close();
});

const rooms: readonly (readonly [string, readonly Attempt[]])[] = [
  ['reading what is not the page’s', readings],
  ['sending something out', sendings],
  ['running something else', runnings],
  ['leaving, opening, storming', leavings],
  ['asking the system', askings],
  ['through the bridge', messages],
];

/** All that an escape would leave behind, wherever it came from. */
async function marks(): Promise<Record<string, unknown>> {
  const main = await desktop.app.evaluate(({ BrowserWindow, webContents, session }) => ({
    windows: BrowserWindow.getAllWindows().length,
    contents: webContents.getAllWebContents().map((each) => each.getURL()),
    tools: webContents.getAllWebContents().filter((each) => each.isDevToolsOpened()).length,
    polluted: 'polluted' in {},
    sessions: session.defaultSession.getUserAgent() !== '',
  }));
  const files = await readdir(desktop.folder, { recursive: true });
  return {
    ...main,
    caught: trap.caught,
    saved: files.filter((name) => /escaped|Downloads/.test(name)),
  };
}

const noMarks = {
  windows: 1,
  contents: ['studio://app/'],
  tools: 0,
  polluted: false,
  sessions: true,
  caught: [],
  saved: [],
};

test('there are at least 30 attempts, each by its own name', () => {
  const names = rooms.flatMap(([, attempts]) => attempts.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(30);
});

test('the trap works, and a hostile script runs: what fails below fails for a reason', async () => {
  const socket = connect(trap.tcp, '127.0.0.1');
  socket.write('GET / HTTP/1.0\r\n\r\n');
  await once(socket, 'data');
  socket.destroy();
  expect(trap.caught.splice(0)).toEqual(['a connection', 'GET / HTTP/1.0\r\n\r\n']);
  expect(
    await runHostile(
      desktop.app,
      trap,
      `return [(await fetch('studio://app/index.html')).status, await ask('studio.status', {}), trap]`,
    ),
  ).toEqual([200, 'DONE', `http://127.0.0.1:${String(trap.tcp)}`]);
});

describe.each(rooms)('%s', (_room, attempts) => {
  test.each(attempts)('$name', async ({ script, outcome }) => {
    expect(await runHostile(desktop.app, trap, script)).toEqual(outcome);
    expect(await marks()).toEqual(noMarks);
  });
});

test('the page leaves for an empty one: it is brought back, and the empty one has no bridge to speak over', async () => {
  await runHostile(
    desktop.app,
    trap,
    `setTimeout(() => { location.href = 'about:blank'; }); return 'gone';`,
  );
  await expect
    .poll(async () => desktop.complaints.filter((line) => /empty/.test(line)).length)
    .toBe(1);
  await desktop.page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  expect(await marks()).toEqual(noMarks);
});

test('a storm of the system’s own dialogs is one dialog', async () => {
  await desktop.app.evaluate(({ dialog }) => {
    const kept = globalThis as unknown as { shown: number };
    kept.shown = 0;
    dialog.showOpenDialog = async () => {
      kept.shown += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return { canceled: true, filePaths: [] };
    };
  });
  const codes = await runHostile(
    desktop.app,
    trap,
    `return Promise.all(Array.from({ length: 100 }, () => ask('desktop.chooseFile', { title: 'a', start: null, endings: [] })));`,
  );
  expect(codes).toEqual(['DONE', ...Array.from({ length: 99 }, () => 'busy')]);
  expect(await desktop.app.evaluate(() => (globalThis as unknown as { shown: number }).shown)).toBe(
    1,
  );
});

test('no name is looked up for the page', async () => {
  const log = join(desktop.folder, 'network.json');
  await desktop.app.evaluate(
    ({ session }, path) => session.defaultSession.netLog.startLogging(path),
    log,
  );
  await runHostile(
    desktop.app,
    trap,
    `['dns-prefetch', 'preconnect', 'prefetch'].forEach((rel) => document.head.append(Object.assign(document.createElement('link'), { rel, href: 'https://secret-' + rel + '.example.test/' })));
      await rest(800);
      document.querySelectorAll('link[href*="secret-"]').forEach((each) => each.remove());`,
  );
  await desktop.app.evaluate(({ session }) => session.defaultSession.netLog.stopLogging());
  const text = await readFile(log, 'utf8');
  expect(text).toContain('"events"');
  expect(text.match(/secret-[\w-]+/g)).toEqual(null);
});

test('the old command for pasting reads the clipboard in no Electron that is shipped', async () => {
  const major = await desktop.app.evaluate(() => Number.parseInt(process.versions.electron, 10));
  const pasted = await runHostile(desktop.app, trap, `return document.execCommand('paste');`);
  // Electron before 30 has no setting against it: docs/not-run-here.md.
  expect(pasted).toBe(major < 30);
});

test('after all of it the window works, and closes though the page refuses to go', async () => {
  await desktop.page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  await runHostile(
    desktop.app,
    trap,
    `window.addEventListener('beforeunload', (leaving) => { leaving.preventDefault(); leaving.returnValue = 'a'; });`,
  );
  const ended = once(desktop.app.process(), 'exit');
  await desktop.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await ended;
});
