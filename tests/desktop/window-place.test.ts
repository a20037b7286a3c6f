import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchDesktop, type Desktop } from './launching.ts';

let home: string;
let desktop: Desktop | undefined;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'maskwright-place-'));
});

afterEach(async () => {
  await desktop?.close();
  desktop = undefined;
});

afterAll(() => rm(home, { recursive: true, force: true }));

async function open(): Promise<ElectronApplication> {
  desktop = await launchDesktop({ home });
  return desktop.app;
}

function boundsOf(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
}

async function keep(state: object): Promise<void> {
  const folder = join(home, '.config', 'maskwright', 'window');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'window.json'), JSON.stringify(state));
}

test('a window opens where it was left, in its size', async () => {
  const place = { x: 120, y: 90, width: 1000, height: 700 };
  const app = await open();
  await app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, place);
  await expect.poll(() => boundsOf(app)).toEqual(place);
  await desktop?.quit();
  await desktop?.close();
  expect(await boundsOf(await open())).toEqual(place);
});

test('a place on a screen that is gone is corrected', async () => {
  await keep({ bounds: { x: 4000, y: -900, width: 1000, height: 700 } });
  expect(await boundsOf(await open())).toEqual({ x: 600, y: 0, width: 1000, height: 700 });
});

test('a screen that is gone while the window is on it gives the window back', async () => {
  const app = await open();
  await app.evaluate(({ BrowserWindow, screen }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 5000, y: 100, width: 900, height: 600 });
    screen.emit('display-removed', {}, screen.getPrimaryDisplay());
  });
  await expect.poll(() => boundsOf(app)).toEqual({ x: 700, y: 100, width: 900, height: 600 });
});

test('what was maximised or full screen is so again, and its size before is not lost', async () => {
  const bounds = { x: 100, y: 80, width: 1000, height: 700 };
  await keep({ bounds, maximized: true, fullScreen: true });
  const app = await open();
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen()),
    )
    .toBe(true);
  await desktop?.quit();
  const text = await readFile(join(home, '.config', 'maskwright', 'window', 'window.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ bounds, fullScreen: true });
});

test('a window has the canvas of the theme that was chosen, at the next start as well', async () => {
  for (const [theme, color] of [
    ['Light', '#D9DCE0'],
    ['Dark', '#1B1D21'],
  ] as const) {
    const app = await open();
    const page = desktop?.page;
    await page?.keyboard.press('F2');
    await page?.getByRole('dialog').getByLabel(theme, { exact: true }).click();
    const source = () => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
    await expect.poll(source).toBe(theme.toLowerCase());
    await desktop?.quit();
    await desktop?.close();
    const shown = await (
      await open()
    ).evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBackgroundColor());
    expect(shown).toBe(color);
    await desktop?.close();
  }
});
