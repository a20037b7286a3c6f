import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveTo } from './annotating.ts';
import { cell, goTo, grid, shown } from './browsing.ts';
import { faults } from './faults.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let project: string;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  await maskwright('sample', '--project', project, '--images', '12', '--seed', '5');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the Tab key reaches in front, each by its name; and those of them where nothing shows that they have the focus. */
async function tabbed(
  page: Page,
): Promise<{ readonly reached: readonly string[]; readonly unseen: readonly string[] }> {
  const reached = new Set<string>();
  const unseen: string[] = [];
  let isPast = false;
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    // A mark to find an element again: names may stand there twice.
    document
      .querySelectorAll('button, input, select, textarea, summary, a[href], [tabindex]')
      .forEach((element, index) => element.setAttribute('data-tabbed', String(index)));
  });
  for (;;) {
    await page.keyboard.press('Tab');
    const { mark, html, isSeen } = await page.evaluate(() => {
      const at = document.activeElement ?? document.body;
      const isOutlined = (element: Element | null): boolean => {
        if (element === null) return false;
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
        const isClear = /, 0\)$|transparent/.test(outlineColor);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && !isClear;
      };
      const isRinged = (element: Element | null, pseudo?: string): boolean =>
        element !== null && getComputedStyle(element, pseudo).boxShadow !== 'none';
      const chosen = document.getElementById(at.getAttribute('aria-activedescendant') ?? '');
      const isSeen =
        isOutlined(at) ||
        // The round field of a choice is not to be seen: its words carry the mark.
        (at.matches('input[type="radio"]') && isOutlined(at.nextElementSibling)) ||
        // A field for typing with a sign or a unit in it carries it as a whole.
        (at.matches('input[type="text"]') && isRinged(at.parentElement)) ||
        (at.matches('input[type="number"]') && isOutlined(at.parentElement)) ||
        // Of a grid, the cell that the arrows go from.
        isRinged(chosen, '::after');
      return { mark: at.getAttribute('data-tabbed'), html: at.outerHTML.slice(0, 200), isSeen };
    });
    // Past the last one comes the page itself, once, and then the first one.
    if (mark === null ? isPast : reached.has(mark)) break;
    isPast ||= mark === null;
    if (mark !== null) reached.add(mark);
    if (mark !== null && !isSeen) unseen.push(html);
  }
  return { reached: [...reached], unseen };
}

/** Buttons and fields in front that Tab does not reach, though they are not part of a group that arrows go through. */
async function missedByTab(page: Page, reached: readonly string[]): Promise<readonly string[]> {
  return page.evaluate((marks) => {
    const parts = document.querySelectorAll<HTMLElement>(
      'header button, footer button, .view:not([hidden]) :is(button, input, select, [tabindex="0"])',
    );
    return [...parts]
      .filter((part) => part.getClientRects().length > 0 && !part.matches(':disabled'))
      .filter((part) => part.tabIndex >= 0 && !part.matches('input[type="radio"]:not(:checked)'))
      .filter((part) => !marks.includes(part.getAttribute('data-tabbed') ?? ''))
      .map((part) => part.outerHTML.slice(0, 200));
  }, reached);
}

/** Everything that would move by itself or take its time to change, though no motion is asked for. */
async function moving(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const seconds = (list: string): number =>
      Math.max(
        ...list.split(',').map((each) => parseFloat(each) * (each.includes('ms') ? 0.001 : 1)),
      );
    const parts = [...document.querySelectorAll('*')].flatMap((element) =>
      ([null, '::before', '::after'] as const).map((pseudo) => ({ element, pseudo })),
    );
    const slow = parts.filter(({ element, pseudo }) => {
      const style = getComputedStyle(element, pseudo);
      const animates = style.animationName !== 'none' && seconds(style.animationDuration) > 0;
      return animates || seconds(style.transitionDuration) > 0;
    });
    const running = document.getAnimations().map((animation) => animation.playState);
    return [...slow.map(({ element }) => element.outerHTML.slice(0, 120)), ...running];
  });
}

/** Opens what the palette finds under these words. */
async function openByPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('An action, a picture or a run').fill(words);
  await page.getByRole('dialog').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
}

/** Buttons and fields that lie partly off the window, or under another, where no scrolling brings them out. */
async function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll<HTMLElement>(
      'header button, .view:not([hidden]) button, .view:not([hidden]) input, .view:not([hidden]) select',
    );
    return [...parts].flatMap((part) => {
      if (part.getClientRects().length === 0 || part.matches(':disabled')) return [];
      part.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, width, height } = part.getBoundingClientRect();
      const x = left + width / 2;
      const y = top + height / 2;
      const hit = document.elementFromPoint(x, y);
      const label = part.closest('label');
      const isThere = hit !== null && (part.contains(hit) || hit === label || label?.contains(hit));
      return isThere
        ? []
        : [`${part.outerHTML.slice(0, 160)} under ${hit?.outerHTML.slice(0, 80)}`];
    });
  });
}

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  let journey: Journey;
  let page: Page;

  beforeAll(async () => {
    journey = await startJourney({ project, theme });
    ({ page } = journey);
  });

  afterAll(() => journey.close());

  test('Browse, with a selection', async () => {
    await shown(page);
    await cell(page, 1).click();
    await page.getByText('#2', { exact: false }).first().waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test.each(['Annotate', 'Train', 'Review', 'Transfer'])('%s', async (view) => {
    await goTo(page, view);
    await page.locator('.view:not([hidden])').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  test.each([
    ['Control+k', 'Find or do anything'],
    ['F1', 'Keys'],
    ['F2', 'Settings'],
  ])('what %s opens', async (key, name) => {
    await goTo(page, 'Browse');
    await grid(page).focus();
    await page.keyboard.press(key);
    await page.getByRole('dialog', { name }).waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await moving(page)).toEqual([]);
    const { unseen } = await tabbed(page);
    expect(unseen).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' });
  });

  test.each([
    ['About Maskwright', 'Maskwright'],
    ['Show the licences', 'What Maskwright is built with'],
    ['Report a problem', 'Report a problem'],
    ['New project', 'New project'],
    ['Open a project', 'Open a project'],
  ])('what “%s” opens', async (words, name) => {
    await goTo(page, 'Browse');
    await openByPalette(page, words);
    const dialog = page.getByRole('dialog', { name });
    await dialog.waitFor();
    expect(await faults(page)).toEqual([]);
    const { unseen } = await tabbed(page);
    expect(unseen).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('Annotate with each of its tools', async () => {
    await goTo(page, 'Annotate');
    const tools = page.getByRole('toolbar', { name: 'Tools' }).locator('button[aria-pressed]');
    await tools.first().waitFor();
    const count = await tools.count();
    expect(count).toBeGreaterThan(10);
    for (let index = 0; index < count; index++) {
      const tool = tools.nth(index);
      await tool.click();
      const name = (await tool.getAttribute('aria-label')) ?? '';
      expect(await faults(page, '.annotate .middle'), name).toEqual([]);
    }
    // The bucket has more to set once it goes by colour.
    await page.getByRole('toolbar').getByRole('button', { name: 'Fill', exact: true }).click();
    await page.getByRole('radio', { name: 'colour' }).check();
    expect(await faults(page, '.annotate .middle')).toEqual([]);
    await page.keyboard.press('F4');
    await page.getByText('pen moved by keys').waitFor();
    expect(await faults(page, '.annotate .middle')).toEqual([]);
    await page.keyboard.press('F4');
    await page.keyboard.press('b');
  });

  test.each(['Browse', 'Annotate', 'Train', 'Review', 'Transfer'])(
    '%s by Tab alone: all is reached, and it is seen where the focus is; nothing moves',
    async (view) => {
      await goTo(page, view);
      await page.locator('.view:not([hidden])').waitFor();
      // What it lists is asked of the computer first.
      if (view === 'Train') await page.getByLabel('Computes on').waitFor();
      const { reached, unseen } = await tabbed(page);
      expect(unseen).toEqual([]);
      expect(await missedByTab(page, reached)).toEqual([]);
      expect(await moving(page)).toEqual([]);
    },
  );

  test('Annotate with patterns, an overview and figures under the pointer', async () => {
    await goTo(page, 'Annotate');
    await page.getByLabel('Patterns by class').check();
    await page.getByLabel('Overview when zoomed in').check();
    const canvas = page.getByLabel('Picture with its masks');
    await canvas.focus();
    for (let step = 0; step < 4; step++) {
      await page.keyboard.press('+');
    }
    await page.getByRole('application', { name: 'Overview of the picture' }).waitFor();
    await moveTo(page, [0.5, 0.5]);
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Control+f');
  });

  test('the keys in the settings, with a question about one', async () => {
    await page.keyboard.press('F2');
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('radio', { name: 'Keys' }).check();
    expect(await faults(page)).toEqual([]);
    const change = dialog.getByRole('button', { name: 'Change B for Brush' });
    await change.click();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('e');
    await dialog.getByRole('alert').waitFor();
    expect(await faults(page)).toEqual([]);
    // The question has the focus, and it is to be seen.
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement!).outlineStyle,
    );
    expect(outline).not.toBe('none');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('smart select without files, and where they are chosen', async () => {
    await goTo(page, 'Annotate');
    await page.getByLabel('Picture with its masks').focus();
    await page.keyboard.press('q');
    const choose = page.getByRole('button', { name: 'Choose the files' });
    await choose.waitFor();
    expect(await faults(page)).toEqual([]);
    await choose.click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByText('No files are chosen.').waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('b');
  });

  test('letters twice as large in a small window cover and clip nothing', async () => {
    // 1000 x 640 at 200 %.
    await page.setViewportSize({ width: 500, height: 320 });
    for (const view of ['Browse', 'Annotate', 'Train', 'Review', 'Transfer']) {
      await goTo(page, view);
      await page.locator('.view:not([hidden])').waitFor();
      expect(await outOfReach(page), view).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('choosing a file to import', async () => {
    await goTo(page, 'Transfer');
    await page.getByRole('button', { name: 'Import: COCO' }).click();
    await page.getByRole('textbox', { name: 'Path' }).waitFor();
    expect(await faults(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
});

test.each(['dark', 'light'] as const)('the first start in the %s theme', async (theme) => {
  const journey = await startJourney({ theme });
  const { page } = journey;
  await page.getByRole('button', { name: 'Open a COCO file' }).waitFor();
  expect(await faults(page)).toEqual([]);
  const { reached, unseen } = await tabbed(page);
  expect(reached.length).toBeGreaterThan(3);
  expect(unseen).toEqual([]);
  expect(await moving(page)).toEqual([]);
  await page.setViewportSize({ width: 500, height: 320 });
  expect(await outOfReach(page)).toEqual([]);
  await journey.close();
});
