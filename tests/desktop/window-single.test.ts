import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { toast } from '../journeys/browsing.ts';
import { maskwright } from '../journeys/serving.ts';
import { ask, ownedBy, windowCount } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

let origin: string;
let cells: string;
let roads: string;
let desktop: Desktop;

beforeAll(async () => {
  origin = await mkdtemp(join(tmpdir(), 'maskwright-single-'));
  cells = join(origin, 'cells & dots');
  roads = join(origin, 'roads');
  await maskwright('sample', '--project', cells, '--images', '3', '--seed', '1');
  await maskwright('sample', '--project', roads, '--images', '4', '--seed', '2');
});

beforeEach(async () => {
  desktop = await launchDesktop({ words: [join(cells, 'project.maskwright')] });
});

afterEach(async () => {
  await desktop.close();
  expect(desktop.complaints).toEqual([]);
});

afterAll(() => rm(origin, { recursive: true, force: true }));

async function openFolder(): Promise<string | null> {
  const { project } = await ask(desktop.page, 'studio.status', {});
  return project?.folder ?? null;
}

type Start = (from: string, ...words: string[]) => Promise<number | null>;

/** How the app is started as a double-click on a file would, beside the one that runs; answers how that start ended. */
async function otherStart(): Promise<Start> {
  const { file, appWords, environment } = await desktop.app.evaluate(() => ({
    file: process.execPath,
    appWords: process.argv.slice(1).filter((word) => !/^--(inspect|remote-debugging)/.test(word)),
    environment: { ...process.env } as Record<string, string>,
  }));
  return async (from, ...words) => {
    // The last word of the first start was its project.
    const child = spawn(file, [...appWords.slice(0, -1), ...words], {
      cwd: from,
      env: environment,
      stdio: 'ignore',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  };
}

async function startAgain(from: string, ...words: string[]): Promise<number | null> {
  return (await otherStart())(from, ...words);
}

test('the first start opens the project whose file it was given', async () => {
  await expect.poll(openFolder).toBe(cells);
  await desktop.page.getByText('cells & dots').first().waitFor();
});

test('a second start ends, and the first window opens what it named, from where it was started', async () => {
  await expect.poll(openFolder).toBe(cells);
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  expect(await startAgain(origin, 'roads')).toBe(0);
  await expect.poll(openFolder).toBe(roads);
  expect(await windowCount(desktop.app)).toBe(1);
  await expect
    .poll(() =>
      desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()),
    )
    .toBe(true);
  expect(await startAgain(cells, './project.maskwright')).toBe(0);
  await expect.poll(openFolder).toBe(cells);
});

test('a second start with nothing to open only shows the window', async () => {
  await expect.poll(openFolder).toBe(cells);
  expect(await startAgain(origin, 'nothing-here')).toBe(0);
  expect(await openFolder()).toBe(cells);
  expect(await windowCount(desktop.app)).toBe(1);
});

test('what is asked while the page loads is opened when it listens', async () => {
  await expect.poll(openFolder).toBe(cells);
  const loading = desktop.page.waitForEvent('domcontentloaded');
  await desktop.app.evaluate(({ app, BrowserWindow }, folder) => {
    BrowserWindow.getAllWindows()[0]?.webContents.reload();
    app.emit('second-instance', {}, ['maskwright', folder], '/');
  }, roads);
  await loading;
  await expect.poll(openFolder).toBe(roads);
});

test('the last project is open again at the next start', async () => {
  await expect.poll(openFolder).toBe(cells);
  const again = await launchAgain();
  try {
    const { project } = await ask(again.page, 'studio.status', {});
    expect(project?.folder).toBe(cells);
  } finally {
    await again.close();
  }
});

test('a last project that is gone is named at the next start', async () => {
  await expect.poll(openFolder).toBe(cells);
  await desktop.quit();
  await rename(cells, `${cells} moved`);
  const again = await launchDesktop({ home: desktop.folder });
  try {
    await toast(again.page, `“${cells}” is not there.`).waitFor();
    const { project } = await ask(again.page, 'studio.status', {});
    expect(project).toBeNull();
  } finally {
    await again.close();
    await rename(`${cells} moved`, cells);
  }
});

test('a person whose folder cannot be written to gets a window all the same', async () => {
  const home = await mkdtemp(join(origin, 'home-'));
  const nowhere = join(home, 'letter.txt');
  await writeFile(nowhere, 'a file, so that nothing can lie in it');
  const other = await launchDesktop({
    home,
    words: [roads],
    environment: {
      MASKWRIGHT_CONFIG: join(nowhere, 'maskwright'),
      XDG_CONFIG_HOME: nowhere,
      TMPDIR: home,
    },
  });
  try {
    const { project } = await ask(other.page, 'studio.status', {});
    expect(project?.folder).toBe(roads);
  } finally {
    await other.close();
  }
});

async function launchAgain(): Promise<Desktop> {
  await desktop.quit();
  return launchDesktop({ home: desktop.folder });
}

test('a start that comes while the app quits is kept: the app starts again with what it named', async () => {
  await expect.poll(openFolder).toBe(cells);
  let said = '';
  desktop.main.stdout?.on('data', (text: Buffer) => (said += text.toString()));
  // What is started again would outlive this test: its words are said instead.
  await desktop.app.evaluate(({ app }) => {
    app.relaunch = (options) => {
      process.stdout.write(`again: ${JSON.stringify(options?.args)}`);
    };
  });
  const start = await otherStart();
  const [studio = 0] = await ownedBy(desktop.app, 'studio-process.ts');
  // Quitting waits for a studio that does not answer.
  process.kill(studio, 'SIGSTOP');
  const ended = once(desktop.main, 'exit');
  await desktop.app.evaluate(({ app }) => {
    setImmediate(() => {
      app.quit();
    });
  });
  await expect.poll(() => windowCount(desktop.app).catch(() => 0)).toBe(0);
  expect(await start(origin, 'roads')).toBe(0);
  await ended;
  expect(said).toMatch(/^again: \[/);
  const words = JSON.parse(said.slice('again: '.length)) as string[];
  expect(words.at(-1)).toBe(roads);
});
