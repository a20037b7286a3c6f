import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAnnotate } from '../journeys/annotating.ts';
import { maskwright } from '../journeys/serving.ts';
import { actionTable } from '../../renderer/keys/table.ts';
import { ask } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

let folder: string;
let desktop: Desktop;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maskwright-menu-'));
  const cells = join(folder, 'cells');
  await maskwright('sample', '--project', cells, '--images', '3', '--seed', '5');
  await cp(cells, join(folder, 'salt & pepper'), { recursive: true });
  desktop = await launchDesktop({ words: [cells] });
  await ask(desktop.page, 'project.open', { folder: join(folder, 'salt & pepper'), create: false });
  await ask(desktop.page, 'project.open', { folder: cells, create: false });
  await desktop.page.reload();
  await openAnnotate(desktop.page);
});

afterAll(async () => {
  await desktop.close();
  await rm(folder, { recursive: true, force: true });
});

interface Item {
  readonly id: string;
  readonly label: string;
  readonly role: string;
  readonly accelerator: string;
  readonly registered: boolean;
  readonly enabled: boolean;
}

/** Every item of the menu bar as Electron has it, those of submenus too. */
function items(): Promise<readonly Item[]> {
  return desktop.app.evaluate(({ Menu }) => {
    const found: Item[] = [];
    function look(menu: Electron.Menu | null | undefined): void {
      for (const item of menu?.items ?? []) {
        found.push({
          id: (item as { id?: string }).id ?? '',
          label: item.label,
          role: item.role ?? '',
          accelerator: (item.accelerator as string | undefined) ?? '',
          registered: (item as { registerAccelerator?: boolean }).registerAccelerator !== false,
          enabled: item.enabled,
        });
        look(item.submenu);
      }
    }
    look(Menu.getApplicationMenu());
    return found;
  });
}

async function item(id: string): Promise<Item | undefined> {
  return (await items()).find((each) => each.id === id);
}

function choose(id: string): Promise<void> {
  return desktop.app.evaluate(({ Menu, BrowserWindow }, name) => {
    Menu.getApplicationMenu()
      ?.getMenuItemById(name)
      ?.click({}, BrowserWindow.getAllWindows()[0], {});
  }, id);
}

test('every action that can be done now is in the menu', async () => {
  const known = new Set(actionTable.map(({ id }): string => id));
  const shown = (await items()).filter(({ id }) => known.has(id));
  expect(shown.length).toBeGreaterThan(known.size / 2);
  expect(shown.some(({ enabled }) => enabled)).toBe(true);
});

test('keys are shown, and taken by no menu', async () => {
  const actions = new Set(actionTable.map(({ id }): string => id));
  const withKeys = (await items()).filter(({ id, accelerator }) => actions.has(id) && accelerator);
  expect(withKeys.length).toBeGreaterThan(20);
  expect(withKeys.filter(({ registered }) => registered)).toEqual([]);
});

test('choosing an item does what its key does', async () => {
  const { page } = desktop;
  const pressed = page.locator('[aria-label="Tools"] [aria-pressed="true"]');
  await page.keyboard.press('b');
  const brush = await pressed.getAttribute('aria-label');
  const eraser = (await items()).find(({ label, enabled }) => /eraser/i.test(label) && enabled);
  await choose(eraser?.id ?? '');
  await expect.poll(() => pressed.getAttribute('aria-label')).not.toBe(brush);
});

test('a letter and Ctrl+Z belong to whoever is typing', async () => {
  const { page } = desktop;
  await page.keyboard.press('Control+k');
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.pressSequentially('bv');
  expect(await field.inputValue()).toBe('bv');
  await page.keyboard.press('Control+z');
  expect(await field.inputValue()).not.toBe('bv');
  await page.keyboard.press('Escape');
});

test('Select all and Undo, chosen in the menu, belong to the text field somebody is in', async () => {
  const { page } = desktop;
  await choose('view.browse');
  const field = page.getByLabel('Search by name or number');
  await field.pressSequentially('0');
  await choose('browse.selectAll');
  const selected = () => page.evaluate(() => getSelection()?.toString());
  await expect.poll(selected).toBe('0');
  expect(await page.getByText(/pictures? selected/).count()).toBe(0);
  await choose('annotate.undo');
  await expect.poll(() => field.inputValue()).toBe('');
});

test('recent projects are in the menu by their names, and open', async () => {
  const recent = (await items()).find(({ label }) => label === 'salt && pepper');
  expect(recent?.enabled).toBe(true);
  await desktop.app.evaluate(({ Menu, BrowserWindow }) => {
    const all: Electron.MenuItem[] = [];
    const look = (menu: Electron.Menu | null | undefined): void => {
      for (const each of menu?.items ?? []) {
        all.push(each);
        look(each.submenu);
      }
    };
    look(Menu.getApplicationMenu());
    const found = all.find(({ label }) => label === 'salt && pepper');
    found?.click({}, BrowserWindow.getAllWindows()[0], {});
  });
  await expect
    .poll(async () => (await ask(desktop.page, 'studio.status', {})).project?.folder)
    .toBe(join(folder, 'salt & pepper'));
});

test('what cannot be done is grey, and is not once it can', async () => {
  const isPossible = async () => (await item('project.close'))?.enabled;
  // The project of the test before is being opened still.
  await expect.poll(isPossible).toBe(true);
  await choose('project.close');
  await expect.poll(isPossible).toBe(false);
  await ask(desktop.page, 'project.open', { folder: join(folder, 'cells'), create: false });
  await expect.poll(isPossible).toBe(true);
});

test('the system does what is its own', async () => {
  const roles = (await items()).map(({ role }) => role.toLowerCase());
  for (const role of ['quit', 'copy', 'paste', 'togglefullscreen']) {
    expect(roles).toContain(role);
  }
});

test('the page chooses its theme for the whole window, or follows the system', async () => {
  const { page } = desktop;
  const theme = () =>
    desktop.app.evaluate(({ nativeTheme, BrowserWindow }) => ({
      source: nativeTheme.themeSource,
      canvas: BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
    }));
  async function choosing(name: string): Promise<void> {
    await page.keyboard.press('F2');
    await page.getByRole('dialog').getByLabel(name, { exact: true }).click();
    await page.keyboard.press('Escape');
  }
  await choosing('Light');
  await expect.poll(theme).toEqual({ source: 'light', canvas: '#D9DCE0' });
  await choosing('Dark');
  await expect.poll(theme).toEqual({ source: 'dark', canvas: '#1B1D21' });
  await choosing('As the system');
  await expect.poll(theme).toMatchObject({ source: 'system' });
});
