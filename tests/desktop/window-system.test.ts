import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskwright } from '../journeys/serving.ts';
import { words } from '../../renderer/words/en.ts';
import { ask, ownedBy } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';
import { familyOf } from './processes.ts';

/** What a window with a picture in front may take of one core while nobody touches it. */
const mostIdleShare = 0.03;
const lookMs = 5_000;
const ticksPerSecond = 100;

let folder: string;
let cells: string;
let desktop: Desktop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-system-'));
  cells = join(folder, 'cells');
  await maskwright('sample', '--project', cells, '--images', '3', '--seed', '5');
  await writeFile(join(folder, 'cells.json'), '{"images":[],"annotations":[],"categories":[]}');
  desktop = await launchDesktop();
});

afterAll(async () => {
  await desktop.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the system's dialogs answer from now on. */
async function answerDialogs(path: string): Promise<void> {
  await desktop.app.evaluate(({ dialog, app }, chosen) => {
    const noted: Noted = { dialogs: [], recent: [] };
    (globalThis as unknown as { noted: Noted }).noted = noted;
    dialog.showOpenDialog = (...given: readonly unknown[]) => {
      const options = given[given.length - 1] as Electron.OpenDialogOptions;
      noted.dialogs.push((options.properties ?? []).join(' '));
      return Promise.resolve({ canceled: false, filePaths: [chosen] });
    };
    app.addRecentDocument = (document) => noted.recent.push(document);
  }, path);
}

interface Noted {
  readonly dialogs: string[];
  readonly recent: string[];
}

function noted(): Promise<Noted> {
  return desktop.app.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
}

/** Chooses an item as soon as the page has sent its menu and it can be chosen. */
async function choose(action: string): Promise<void> {
  await expect
    .poll(() =>
      desktop.app.evaluate(({ Menu, BrowserWindow }, id) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(id);
        const window = BrowserWindow.getAllWindows()[0];
        if (item?.enabled === true) (item.click as (...given: unknown[]) => void)({}, window, {});
        return item?.enabled;
      }, action),
    )
    .toBe(true);
}

test('a folder chosen in the dialog of the system is opened, and known to the system', async () => {
  await answerDialogs(cells);
  await choose('project.open');
  await expect
    .poll(async () => (await ask(desktop.page, 'studio.status', {})).project?.folder)
    .toBe(cells);
  // The page itself hears of it a moment later, and takes no dialog along.
  await desktop.page.getByText('3 pictures').first().waitFor();
  expect(await noted()).toEqual({
    dialogs: ['openDirectory'],
    recent: [join(cells, 'project.maskwright')],
  });
});

test('a file chosen in the dialog of the system reaches the page', async () => {
  const file = join(folder, 'cells.json');
  await answerDialogs(file);
  await choose('import.coco');
  const dialog = desktop.page.getByRole('dialog');
  await expect
    .poll(() => dialog.getByLabel(words.transfer.file, { exact: true }).inputValue())
    .toBe(file);
  expect((await noted()).dialogs).toEqual(['openFile']);
  await desktop.page.keyboard.press('Escape');
});

test('what main says is kept in its log, with what became of the studio', async () => {
  const [studio = 0] = await ownedBy(desktop.app, 'studio-process.ts');
  process.kill(studio, 'SIGKILL');
  const log = join(desktop.folder, '.config', 'maskwright', 'logs', 'main.log');
  await expect
    .poll(() => readFile(log, 'utf8').catch(() => ''))
    .toContain("The studio's process ended (ended by SIGKILL) and is being started again.");
  await expect.poll(() => ownedBy(desktop.app, 'studio-process.ts')).toHaveLength(1);
});

async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(words[11] ?? 0) + Number(words[12] ?? 0);
}

async function ticks(): Promise<ReadonlyMap<string, number>> {
  const family = await familyOf(desktop.app.process().pid ?? 0);
  const all = await Promise.all(
    family.map(async ({ pid, words: said }) => {
      const kind = said.find((word) => word.startsWith('--type=')) ?? said.at(-1) ?? '';
      return [`${pid} ${kind.replace(/^.*[/=]/, '')}`, await ticksOf(pid)] as const;
    }),
  );
  return new Map(all);
}

/** What all processes took of one core together, and each. */
async function idleShare(): Promise<{ readonly sum: number; readonly list: string }> {
  const before = await ticks();
  await desktop.page.waitForTimeout(lookMs);
  const after = await ticks();
  const shares = [...after].map(
    ([name, at]) =>
      [name, (at - (before.get(name) ?? 0)) / ticksPerSecond / (lookMs / 1_000)] as const,
  );
  return {
    sum: shares.reduce((total, [, share]) => total + share, 0),
    list: shares.map(([name, share]) => `${name}: ${(share * 100).toFixed(1)} %`).join(', '),
  };
}

test('while nothing happens, no process does anything', async () => {
  // A field that waits for words blinks.
  await expect.poll(() => desktop.page.getByRole('dialog').count()).toBe(0);
  // Once, up to eight seconds after it was busy, each process collects what it has let go of.
  await desktop.page.waitForTimeout(8_000);
  // What goes on is in two looks of three.
  const looks = [await idleShare(), await idleShare(), await idleShare()];
  const seen = looks.sort((one, other) => one.sum - other.sum)[1]!;
  process.stdout.write(`Of one core, idle: ${seen.list}\n`);
  expect(seen.sum, seen.list).toBeLessThan(mostIdleShare);
});
