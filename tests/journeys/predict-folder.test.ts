import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { FolderEvaluation } from '../../app/contract/methods.ts';
import { score } from '../../renderer/words/numbers.ts';
import { goTo, toast } from './browsing.ts';
import { faults } from './faults.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let project: string;
/** Pictures of the person that are in no project, one of them broken. */
let images: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  project = join(folder, 'pets');
  images = join(folder, 'our holiday');
  await maskwright('sample', '--project', project, '--images', '8', '--seed', '5');
  const tiny = ['--size', '32', '--batch', '4', '--epochs', '1', '--width', '0.25'];
  await maskwright('train', '--project', project, '--run', 'first', ...tiny);
  await mkdir(join(images, 'beach'), { recursive: true });
  const [made = ''] = await readdir(join(project, 'pictures'));
  const drawn = (await readdir(join(project, 'pictures', made))).sort();
  for (const [at, name] of ['a.jpg', 'b.jpg', 'beach/a.jpg'].entries()) {
    await cp(join(project, 'pictures', made, drawn[at] ?? ''), join(images, name));
  }
  await writeFile(join(images, 'torn.jpg'), 'hello');
  journey = await startJourney({ project });
  ({ page } = journey);
}, 120_000);

afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

type Files = Readonly<Record<string, string>>;

/** Every file of a folder, by its name. */
async function filesOf(place: string): Promise<Files> {
  const names = (await readdir(place)).sort();
  const read = names.map(async (name) => [name, await readFile(join(place, name), 'base64')]);
  return Object.fromEntries((await Promise.all(read)) as [string, string][]);
}

/** What the command line writes for the same. */
async function written(name: string, ...words: string[]): Promise<Files> {
  const out = join(folder, name);
  const run = join(project, 'runs', 'first');
  await maskwright('predict', '--run', run, '--images', images, '--out', out, ...words);
  return filesOf(out);
}

const dialog = () => page.getByRole('dialog', { name: 'Predict a folder of pictures' });
const field = (name: string) => dialog().getByRole('textbox', { name });
const start = () => dialog().getByRole('button', { name: 'Predict', exact: true });

test('by mouse: a run in Train is used on a folder, beside which the very files of the command line lie', async () => {
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Predict a folder…' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill(images);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'beach' }).waitFor();
  await page.getByRole('button', { name: 'Choose this folder' }).click();
  await expect.poll(() => field('Write to').inputValue()).toBe(`${images}-predicted`);
  expect(await faults(page)).toEqual([]);
  await start().click();
  await toast(page, '3 pictures predicted').waitFor({ timeout: 60_000 });
  expect(await filesOf(`${images}-predicted`)).toEqual(await written('as-commanded'));

  await page.getByRole('button', { name: 'Show the report' }).click();
  const report = page.getByRole('dialog', { name: 'Report: Predict our holiday with first' });
  await report.getByText('torn.jpg').waitFor();
  await report.getByText('In the masks 1 is cat, 2 is dog; 0 is background.').waitFor();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
});

test('by keyboard: another folder is suggested now, and what is there is written over by who says so', async () => {
  await goTo(page, 'Browse');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('predict a folder');
  await page.keyboard.press('Enter');
  const path = page.getByRole('textbox', { name: 'Path' });
  await expect.poll(() => path.inputValue()).not.toBe('');
  await path.press('Control+a');
  await page.keyboard.type(images);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'beach' }).waitFor();
  await page.getByRole('button', { name: 'Choose this folder' }).press('Enter');
  await expect.poll(() => field('Write to').inputValue()).toBe(`${images}-predicted-2`);
  // The last weights, at the lowest threshold, over what was written before.
  await dialog().getByRole('combobox', { name: 'Weights' }).press('ArrowDown');
  await dialog().getByRole('slider', { name: 'Threshold' }).press('Home');
  await field('Write to').press('Control+a');
  await page.keyboard.type(`${images}-predicted`);
  await page.keyboard.press('Tab');
  const overwrite = dialog().getByRole('switch', { name: 'Write over files of the same name' });
  await overwrite.waitFor();
  await field('Write to').press('Enter');
  await toast(page, 'holds “a.png” already').waitFor();
  const before = await filesOf(`${images}-predicted`);
  await page.getByRole('button', { name: 'Try again' }).press('Enter');
  await overwrite.press('Space');
  await field('Write to').press('Enter');
  await toast(page, '3 pictures predicted').waitFor({ timeout: 60_000 });
  const after = await filesOf(`${images}-predicted`);
  expect(after).not.toEqual(before);
  expect(after).toEqual(await written('as-told', '--weights', 'last', '--threshold', '0'));
});

test('a run is measured on folders of pictures and masks, with the figures of the command line', async () => {
  const [made = ''] = await readdir(join(project, 'pictures'));
  const pictures = join(project, 'pictures', made);
  const masks = join(folder, 'masks');
  await maskwright('export', 'masks', '--project', project, '--out', masks);
  await goTo(page, 'Train');
  await page.getByRole('radio', { name: 'Scores' }).check();
  await page.getByRole('button', { name: 'Measure on folders…' }).click();
  const asked = page.getByRole('dialog', { name: 'Measure a run on folders' });
  await asked.getByRole('textbox', { name: 'Folder of the pictures' }).fill(pictures);
  await asked.getByRole('textbox', { name: 'Folder of the masks' }).fill(masks);
  await asked.getByRole('slider', { name: 'Threshold' }).press('Home');
  expect(await faults(page)).toEqual([]);
  await asked.getByRole('textbox', { name: 'Folder of the masks' }).press('Enter');
  await toast(page, '“first” measured on 8 pictures').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Show the scores' }).last().click();
  const scores = page.getByRole('dialog', { name: `Scores: Evaluate first on ${made}` });
  await scores.getByText('Nothing was left out.').waitFor();
  expect(await faults(page)).toEqual([]);
  const run = join(project, 'runs', 'first');
  const order = ['--run', run, '--images', pictures, '--masks', masks, '--threshold', '0'];
  const told = JSON.parse(await maskwright('evaluate', ...order, '--json')) as FolderEvaluation;
  const figures = Object.keys(told.iou).map((name) =>
    [told.iou, told.dice, told.precision, told.recall, told.boundary].map((figure) =>
      score(figure[name] ?? null),
    ),
  );
  const rows = scores.getByRole('table', { name: 'For each class' }).getByRole('row');
  const shown = await rows.evaluateAll((all) =>
    all.slice(1, -1).map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)),
  );
  expect(shown).toEqual(figures);
});
