import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { count, goTo, shown, toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

interface Instances {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly {
    readonly id: number;
    readonly image_id: number;
    readonly category_id: number;
  }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

interface Given {
  readonly name: string;
  /** Answers the annotation file and the folder of its pictures. */
  readonly make: (folder: string) => Promise<{ readonly file: string; readonly images: string }>;
}

const given: Given[] = [
  {
    name: 'an exported sample',
    async make(folder) {
      const project = join(folder, 'origin');
      const file = join(folder, 'annotations', 'instances.json');
      await mkdir(join(folder, 'annotations'), { recursive: true });
      await maskwright('sample', '--project', project, '--images', '12', '--seed', '2');
      await maskwright('export', 'coco', '--project', project, '--out', file);
      const [made = ''] = await readdir(join(project, 'pictures'));
      const images = join(folder, 'images');
      await rename(join(project, 'pictures', made), images);
      return { file, images };
    },
  },
];
const devset = process.env['MASKWRIGHT_DEVSET'];
if (devset !== undefined && devset !== '') {
  given.push({
    name: 'real pictures',
    make: () =>
      Promise.resolve({
        file: join(devset, 'annotations', 'instances_all.json'),
        images: join(devset, 'images'),
      }),
  });
}

async function read(file: string): Promise<Instances> {
  return JSON.parse(await readFile(file, 'utf8')) as Instances;
}

/**
 * What an import of cats and dogs is to hold: their pictures, and the objects of these two classes. Where a file has
 * no other classes nothing is left out, pictures without objects included.
 */
function catsAndDogs({
  images,
  annotations,
  categories,
}: Instances): Omit<Instances, 'categories'> {
  const chosen = new Set(
    categories.filter(({ name }) => name === 'cat' || name === 'dog').map(({ id }) => id),
  );
  if (chosen.size === categories.length) {
    return { images, annotations };
  }
  const kept = annotations.filter(({ category_id }) => chosen.has(category_id));
  const shows = new Set(kept.map(({ image_id }) => image_id));
  return { images: images.filter(({ id }) => shows.has(id)), annotations: kept };
}

const byId = (a: { readonly id: number }, b: { readonly id: number }): number => a.id - b.id;

describe.each(given)('from $name', ({ make }) => {
  let folder: string;
  let journey: Journey;
  let page: Page;
  let source: { readonly file: string; readonly images: string };
  let expected: Omit<Instances, 'categories'>;

  beforeAll(async () => {
    folder = await makeFolder();
    source = await make(folder);
    expected = catsAndDogs(await read(source.file));
    journey = await startJourney();
    ({ page } = journey);
  });

  afterAll(async () => {
    await journey.close();
    await rm(folder, { recursive: true, force: true });
  });

  afterEach(() => {
    expect(journey.complaints).toEqual([]);
  });

  test('a COCO file is looked into, chosen from, and imported', async () => {
    await page.getByRole('button', { name: 'Open a COCO file' }).click();
    await page.getByRole('textbox', { name: 'Path' }).fill(source.file);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import COCO' });
    await dialog.getByText(/pictures with/).waitFor();
    await dialog.getByRole('checkbox', { name: /^cat / }).waitFor();
    expect(await dialog.getByRole('checkbox', { checked: true }).count()).toBe(2);
    await dialog.getByRole('textbox', { name: 'Folder of the pictures' }).fill(source.images);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await toast(page, `${expected.images.length} pictures`).waitFor();
    await shown(page);
    expect(await count(page).textContent()).toBe(`${expected.images.length} pictures`);
  });

  test('its report is kept, and importing it again adds nothing', async () => {
    await goTo(page, 'Transfer');
    await page.getByRole('button', { name: /^Report: / }).click();
    const report = page.getByRole('dialog', { name: /^Report: / });
    await report.getByText('Nothing was left out.').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Import: COCO' }).click();
    await page.getByRole('textbox', { name: 'Path' }).fill(source.file);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import COCO' });
    await dialog.getByText(/pictures with/).waitFor();
    await dialog.getByRole('textbox', { name: 'Folder of the pictures' }).fill(source.images);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await toast(page, 'nothing was added').waitFor();
    expect(await count(page).textContent()).toBe(`${expected.images.length} pictures`);
  });

  test('what is exported holds the same records as what was imported', async () => {
    const out = join(folder, 'exported.json');
    await goTo(page, 'Transfer');
    await page.getByRole('button', { name: 'Export: COCO' }).click();
    await page.getByRole('textbox', { name: 'Write to' }).fill(out);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await toast(page, 'read back and compared').waitFor();
    const exported = await read(out);
    expect([...exported.annotations].sort(byId)).toEqual([...expected.annotations].sort(byId));
    expect([...exported.images].sort(byId)).toEqual([...expected.images].sort(byId));
  });

  test('PNG masks are written, one for each picture', async () => {
    const out = join(folder, 'masks');
    await page.getByRole('button', { name: 'Export: PNG masks' }).click();
    await page.getByRole('textbox', { name: 'Write to' }).fill(out);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await toast(page, `Written to ${out}`).waitFor({ timeout: 120_000 });
    const written = await readdir(out, { recursive: true });
    expect(written.filter((name) => name.endsWith('.png'))).toHaveLength(expected.images.length);
  });

  test('those masks come in again beside their pictures, with their classes’ names', async () => {
    await goTo(page, 'Transfer');
    await page.getByRole('button', { name: 'Import: Pictures with PNG masks' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import pictures with PNG masks' });
    const start = dialog.getByRole('button', { name: 'Import', exact: true });
    expect(await start.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Folder of the pictures' }).fill(source.images);
    await dialog.getByRole('textbox', { name: 'Folder of the masks' }).fill(join(folder, 'masks'));
    await start.click();
    await toast(page, `${expected.images.length} pictures`).waitFor({ timeout: 60_000 });
    await goTo(page, 'Transfer');
    await page
      .getByRole('button', { name: /^Report: / })
      .last()
      .click();
    const report = page.getByRole('dialog', { name: /^Report: / });
    await report.getByText('Classes: cat, dog').waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('bad input', () => {
  let journey: Journey;
  let page: Page;

  beforeAll(async () => {
    journey = await startJourney();
    ({ page } = journey);
  });

  afterAll(() => journey.close());

  test('a file that is none is refused with a sentence, and the way on stays open', async () => {
    await page.getByRole('button', { name: 'Open a COCO file' }).click();
    await page.getByRole('textbox', { name: 'Path' }).fill(join(journey.folder, 'nowhere.json'));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import COCO' });
    await dialog.getByRole('alert').waitFor();
    expect(await dialog.getByRole('alert').textContent()).toContain('nowhere.json');
    await expect
      .poll(() => dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled())
      .toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Try it with sample pictures' }).waitFor();
  });
});
