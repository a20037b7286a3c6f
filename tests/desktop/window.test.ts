import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchDesktop, type Desktop } from './launching.ts';

let desktop: Desktop;

/** The numbers of the processes that one has started. */
function childrenOf(pid: number): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed.split(/\s+/).map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  desktop = await launchDesktop();
});

afterAll(() => desktop.close());

afterEach(() => {
  expect(desktop.complaints).toEqual([]);
});

test('the window opens with three doors and nothing else', async () => {
  const { page } = desktop;
  await page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  expect(await page.getByRole('main').getByRole('button').count()).toBe(3);
  expect(await page.title()).toBe('Maskwright');
});

test('nothing of the page reaches Node or Electron', async () => {
  const reached = await desktop.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
  );
  expect(reached).toEqual([]);
});

test('quitting ends every process', async () => {
  const { pid = 0 } = desktop.main;
  const below = childrenOf(pid);
  expect(below.length).toBeGreaterThan(1);
  await desktop.quit();
  await expect.poll(() => below.filter(isAlive)).toEqual([]);
});
