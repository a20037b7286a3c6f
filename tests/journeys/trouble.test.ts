import { cp, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failWritesBeyond } from '../app/links/failing-disk.ts';
import { drag, held, openAnnotate, pictureIds, saved, shapesOf } from './annotating.ts';
import { cell, count, shown, toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney } from './serving.ts';

let folder: string;
let origin: string;

beforeAll(async () => {
  folder = await makeFolder();
  origin = join(folder, 'origin');
  await maskwright('sample', '--project', origin, '--images', '6', '--seed', '4');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function copyOfSample(name: string): Promise<string> {
  const project = join(folder, name);
  await cp(origin, project, { recursive: true });
  return project;
}

/** The studio process that a `serve` keeps. */
async function studioOf(server: number): Promise<number> {
  for (const name of await readdir('/proc')) {
    const place = join('/proc', name);
    const [command, status] = await Promise.all([
      readFile(join(place, 'cmdline'), 'utf8').catch(() => ''),
      readFile(join(place, 'status'), 'utf8').catch(() => ''),
    ]);
    if (command.includes('studio-process') && status.includes(`PPid:\t${server}\n`)) {
      return Number(name);
    }
  }
  throw new Error('serve keeps no studio.');
}

describe('a project whose database is damaged', () => {
  test('is not touched; its last checked backup is offered and brings it back', async () => {
    const project = await copyOfSample('damaged');
    // Opening a project makes its backup of the day.
    const before = await startJourney({ project });
    await expect
      .poll(async () => {
        const names = await readdir(join(project, 'backups')).catch(() => []);
        return names.filter((name) => name.endsWith('.sqlite')).length;
      })
      .toBe(1);
    await before.close();
    const database = await open(join(project, 'project.sqlite'), 'r+');
    await database.write(Buffer.alloc(200, 'not a database'), 0, 200, 0);
    await database.close();

    const journey = await startJourney({ project });
    const { page } = journey;
    await page.getByRole('heading', { name: 'This project cannot be opened as it is' }).waitFor();
    await page.getByRole('button', { name: 'Put the backup in place' }).click();
    await shown(page);
    expect(await count(page).textContent()).toBe('6 pictures');
    await journey.close();
  });
});

describe('a project that is open elsewhere', () => {
  test('can be looked at, and says why it cannot be changed', async () => {
    const project = await copyOfSample('twice');
    const first = await startJourney({ project });
    const second = await startJourney({ project });
    const { page } = second;
    await page.getByText('This project is open elsewhere').waitFor();
    await shown(page);
    await cell(page, 0).click();
    await expect
      .poll(() =>
        page
          .getByRole('complementary', { name: 'Selected' })
          .getByRole('button', { name: 'Accept' })
          .isDisabled(),
      )
      .toBe(true);
    // Nothing can be taken back either, and that is said.
    await page.getByRole('button', { name: 'Annotate', exact: true }).click();
    await page.getByText('1 of 6').waitFor();
    await page.keyboard.press('Control+z');
    await toast(page, 'open read-only: another Maskwright has it').waitFor();
    await first.close();
    await second.close();
  });
});

describe('a picture that the studio cannot give', () => {
  test('is not said to be at hand; the one that is shown is, and the other can be asked for again', async () => {
    const journey = await startJourney({ project: await copyOfSample('refused') });
    const { page } = journey;
    await openAnnotate(page);
    await page.getByText('1 of 6').waitFor();
    // Far from the first one: its neighbours are there already.
    const far = page.locator('.film').getByRole('button').nth(4);
    const message = 'The studio is having a rest.';
    await page.route('**/api/image.get', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({ error: { code: 'unavailable', message, details: {} } }),
      }),
    );
    await far.click();
    await page.locator('.toast').waitFor();
    await page.getByText('1 of 6').waitFor();
    await page.unroute('**/api/image.get');
    await page.locator('.toast').getByRole('button', { name: 'Close' }).click();
    await far.click();
    await page.getByText('5 of 6').waitFor();
    await page.locator('.stage[aria-busy="false"]').waitFor();
    await journey.close();
  });
});

describe('a studio that is killed', () => {
  test('comes back, and the page goes on where it was', async () => {
    const project = await copyOfSample('killed');
    const journey = await startJourney({ project });
    const { page, server } = journey;
    await shown(page);
    await cell(page, 2).click();
    await page.keyboard.press('Shift+A');
    await toast(page, '1 picture accepted').waitFor();
    await cell(page, 2).locator('i.accepted').waitFor();

    process.kill(await studioOf(server.pid ?? 0), 'SIGKILL');
    await cell(page, 3).click();
    // As soon as it is back, what is done is done again.
    await expect
      .poll(async () => {
        await page.keyboard.press('Shift+A');
        return cell(page, 3).locator('i.accepted').count();
      })
      .toBe(1);
    await cell(page, 2).locator('i.accepted').waitFor();
    await journey.close();
  });
});

describe('pictures that a dying studio did not give', () => {
  test('are there once it is back', async () => {
    const journey = await startJourney({ project: await copyOfSample('halfway') });
    const { page, server } = journey;
    await page.route('**/thumbnail/**', (route) => route.abort());
    await page.reload();
    await cell(page, 1).locator('.missing').waitFor();
    await page.unroute('**/thumbnail/**');
    process.kill(await studioOf(server.pid ?? 0), 'SIGKILL');
    await cell(page, 1).locator('img').first().waitFor();
    await expect.poll(() => page.locator('.missing').count()).toBe(0);
    await journey.close();
  });
});

describe('a disk that fails', () => {
  test('is told of at once; what is painted meanwhile is saved, in order, when it is well again', async () => {
    const journey = await startJourney({ project: await copyOfSample('failing') });
    const { page, server } = journey;
    await openAnnotate(page);
    const [image = -1] = await pictureIds(page);
    const before = await held(page, image);
    const studio = await studioOf(server.pid ?? 0);

    failWritesBeyond(studio, 1);
    await drag(page, [0.4, 0.2], [0.6, 0.2]);
    await page.getByText('The disk of the project did not take a write').waitFor();
    await page.locator('[data-saving="waiting"]').waitFor();
    await drag(page, [0.4, 0.3], [0.6, 0.3]);
    expect(shapesOf(await held(page, image))).toEqual(shapesOf(before));

    // What is not written cannot be read again: the picture that is shown stays the one that is said to be at hand.
    await page.keyboard.press('d');
    await page.getByText('2 of 6').waitFor();
    await page.keyboard.press('a');
    await toast(page, 'is kept but not saved yet').waitFor();
    await page.getByText('2 of 6').waitFor();

    failWritesBeyond(studio, null);
    await saved(page);
    await page.keyboard.press('a');
    await page.getByText('1 of 6').waitFor();
    await page.locator('.stage[aria-busy="false"]').waitFor();
    const after = await held(page, image);
    expect(after.image.revision).toBe(before.image.revision + 2);
    for (let step = 0; step < 2; step++) {
      await page.keyboard.press('Control+z');
      await saved(page);
    }
    await expect.poll(async () => shapesOf(await held(page, image))).toEqual(shapesOf(before));
    await journey.close();
  });
});

test('a link without its token opens nothing and says what to do', async () => {
  const journey = await startJourney();
  const address = new URL(journey.page.url());
  const stranger = await journey.browser.newContext();
  const page = await stranger.newPage();
  await page.goto(address.origin);
  await page.getByText(/link/).first().waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  const refused = await page.request.post(`${address.origin}/api/studio.status`, { data: {} });
  expect([401, 403]).toContain(refused.status());
  await journey.close();
});
