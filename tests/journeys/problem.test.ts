import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { shown, toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let project: string;
let journey: Journey;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '4', '--seed', '6');
});

afterEach(() => journey.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

async function begin(of = project): Promise<Page> {
  journey = await startJourney({ project: of });
  return journey.page;
}

async function act(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find or do anything' }).fill(title);
  await page.keyboard.press('Enter');
}

/** The dialog with everything collected. */
async function openReport(page: Page) {
  await act(page, 'Report a problem');
  const dialog = page.getByRole('dialog', { name: 'Report a problem' });
  await dialog.getByRole('checkbox', { name: 'Window' }).waitFor();
  return { dialog, report: dialog.getByRole('document', { name: 'The report' }) };
}

async function faults(page: Page): Promise<readonly string[]> {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(await readFile(axe, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] })`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe('a report of a problem', () => {
  test('is saved as it is shown, to the byte, without what was left out; nothing is sent', async () => {
    const page = await begin();
    const origins = new Set<string>();
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    const { dialog, report } = await openReport(page);
    await dialog
      .getByRole('textbox', { name: 'What happened' })
      .fill('I pressed “Train”.\nNothing came. 🐈\n');
    expect(await report.textContent()).toContain('== Settings ==');
    await dialog.getByText('Settings', { exact: true }).click();
    expect(await dialog.getByRole('checkbox', { name: 'Settings' }).isChecked()).toBe(false);
    expect(await faults(page)).toEqual([]);

    const text = (await report.textContent()) ?? '';
    expect(text).toMatch(
      /^Maskwright: a problem\n\n== What happened ==\nI pressed “Train”\.\nNothing came\. 🐈\n\n== This computer ==\n/,
    );
    expect(text).not.toContain('== Settings ==');
    expect(text).toContain('== Log: studio.log ==');
    expect(text).toContain('Pictures: 4 (0 edited, 0 accepted)');
    expect(text).not.toContain(journey.folder);

    await dialog.getByRole('button', { name: 'Save as a file' }).click();
    const picker = page.getByRole('dialog', { name: 'Save the report' });
    await picker
      .getByText('This folder is empty')
      .or(picker.getByRole('listitem'))
      .first()
      .waitFor();
    await picker.getByRole('button', { name: 'Choose this file' }).click();
    await toast(page, 'Nothing was sent').waitFor();
    expect(await readFile(join(journey.folder, 'maskwright-problem.txt'), 'utf8')).toBe(text);
    expect([...origins]).toEqual([new URL(page.url()).origin]);
    expect(journey.complaints).toEqual([]);
  });

  test('is copied as it is shown', async () => {
    const page = await begin();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { dialog, report } = await openReport(page);
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('Copied.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await report.textContent());
  });

  test('begins with the message of an error that nobody foresaw', async () => {
    const broken = join(folder, 'broken');
    await cp(project, broken, { recursive: true });
    await rm(join(broken, 'runs'), { recursive: true, force: true });
    await writeFile(join(broken, 'runs'), 'a file where the folder of the runs should be');
    const page = await begin(broken);
    await page.getByRole('button', { name: 'Train', exact: true }).first().click();
    const message = toast(page, 'Something unforeseen went wrong').first();
    await message.getByRole('button', { name: 'Report this' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report a problem' });
    const happened = dialog.getByRole('textbox', { name: 'What happened' });
    expect(await happened.inputValue()).toContain('ENOTDIR');
  });
});

test('About tells versions, and the licence of everything by keyboard', async () => {
  const page = await begin();
  await act(page, 'About Maskwright');
  const about = page.getByRole('dialog', { name: 'About Maskwright' });
  for (const name of ['Maskwright', 'Node', 'SQLite', 'TensorFlow', 'TensorFlow.js']) {
    await about.getByRole('term').getByText(name, { exact: true }).waitFor();
  }
  expect(await faults(page)).toEqual([]);
  await about.getByRole('button', { name: 'Licences' }).press('Enter');

  const dialog = page.getByRole('dialog', { name: 'What Maskwright is built with' });
  await dialog.getByRole('heading', { name: 'Node.js' }).waitFor();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Search names and licences' }).fill('svelte');
  await dialog.getByRole('heading', { name: 'svelte' }).waitFor();
  await dialog.getByText('Svelte Contributors').waitFor();
  await dialog.getByRole('textbox', { name: 'Search names and licences' }).fill('');
  await dialog.getByRole('button', { name: /^Node\.js/ }).focus();
  await page.keyboard.press('ArrowDown');
  await dialog.getByRole('heading', { name: 'TensorFlow' }).waitFor();
  await page.keyboard.press('End');
  await dialog.getByRole('heading', { name: 'yargs-parser' }).waitFor();
  expect(await dialog.getByRole('button', { name: /^yargs-parser/ }).evaluate(isFocused)).toBe(
    true,
  );
});

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}

test('Ctrl+S outside Annotate says that there is nothing to do, and never saves the page', async () => {
  const page = await begin();
  await shown(page);
  await page.evaluate(() => {
    window.addEventListener('keydown', (event) => {
      document.body.dataset['kept'] = String(event.defaultPrevented);
    });
  });
  await page.keyboard.press('Control+s');
  await toast(page, 'everything is saved as you go').waitFor();
  expect(await page.locator('body').getAttribute('data-kept')).toBe('true');
  await page.keyboard.press('F1');
  await page.getByRole('dialog').waitFor();
  await page.evaluate(() => (document.body.dataset['kept'] = ''));
  await page.keyboard.press('Control+s');
  expect(await page.locator('body').getAttribute('data-kept')).toBe('true');
});
