import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export function grid(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Pictures' });
}

export function cell(page: Page, index: number): Locator {
  return page.locator(`[data-index="${index}"]`);
}

/** The cells in view that are selected, by their place. */
export async function selectedCells(page: Page): Promise<readonly number[]> {
  const cells = page.locator('[data-index][aria-selected="true"]');
  const places = await cells.evaluateAll((found) =>
    found.map((each) => Number(each.getAttribute('data-index'))),
  );
  return places.sort((a, b) => a - b);
}

/** The first pictures are there, drawn. */
export async function shown(page: Page): Promise<void> {
  await cell(page, 0).locator('img').first().waitFor();
  const images = page.locator('[data-index] img');
  await expect
    .poll(() =>
      images.evaluateAll((all) =>
        all.every((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      ),
    )
    .toBe(true);
}

/** The line above the grid, such as "3 of 24 pictures". */
export function count(page: Page): Locator {
  return page.locator('.bar [role="status"]');
}

export function toast(page: Page, text: string | RegExp): Locator {
  return page.locator('.toast', { hasText: text });
}

/** Goes to a view by its tab. */
export async function goTo(page: Page, view: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: view, exact: true })
    .click();
}

/** Loads the page as somebody sees it who was never in this project: nothing of the last place is taken up. */
export async function lookAfresh(page: Page, folder: string): Promise<void> {
  const { origin } = new URL(page.url());
  async function ask(method: string, data: object): Promise<unknown> {
    const answer = await page.request.post(`${origin}/api/${method}`, {
      data,
      headers: { origin },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return answer.json();
  }
  await page.goto('about:blank');
  // What the page kept as it went may arrive late.
  let before: unknown;
  let now: unknown = null;
  do {
    before = now;
    await ask('place.keep', { folder, place: {} });
    await page.waitForTimeout(lateMs);
    now = await ask('place.get', { folder });
  } while (JSON.stringify(now) !== JSON.stringify(before));
  await page.goto(`${origin}/`);
}

const lateMs = 250;
