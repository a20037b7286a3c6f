import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { goTo } from '../journeys/browsing.ts';
import { clickTrain, runRow, setRecipe } from '../journeys/training.ts';
import { ask } from './driving.ts';
import { launchDesktop, type Desktop } from './launching.ts';

/** Markup, in all that a person's files can name. Each one, were it made into elements, would count itself. */
const picture = '<img src=x onerror=window.ran=1>';
const script = '<script>window.ran=2</script>';
const drawing = '<svg onload=window.ran=3>';
const quoted = `"><iframe src=javascript:parent.ran=4>'`;
const template = '{@html "<b>5"}${window.ran=5}';

let desktop: Desktop;
let project: string;

beforeAll(async () => {
  desktop = await launchDesktop();
});

afterAll(() => desktop.close());

async function writeHostileFiles(folder: string): Promise<{ annotations: string; images: string }> {
  const images = join(folder, `pictures ${drawing}`);
  await mkdir(images);
  const size = { width: 40, height: 30 };
  // Enough of them to train on.
  const names = [1, 2, 3].flatMap((round) =>
    [picture, drawing, quoted, template].map((text) => `${text}${String(round)}.png`),
  );
  for (const name of names) {
    const background = { r: 90, g: 90, b: 90 };
    await sharp({ create: { ...size, channels: 3, background } }).toFile(join(images, name));
  }
  const said = { description: picture, contributor: script, url: 'javascript:window.ran=6' };
  const annotations = join(folder, `instances ${picture}.json`);
  const segmentation = [[0, 5, 10, 5, 10, 15, 0, 15]];
  const square = { segmentation, bbox: [0, 5, 10, 10], area: 100, iscrowd: 0 };
  await writeFile(
    annotations,
    JSON.stringify({
      info: said,
      licenses: [{ id: 1, name: script, url: said.url }],
      images: names.map((name, index) => ({
        id: index + 1,
        file_name: name,
        ...size,
        license: 1,
        coco_url: said.url,
      })),
      annotations: [
        ...names.map((_, index) => ({
          ...square,
          id: index + 1,
          image_id: index + 1,
          category_id: 1 + (index % 4),
        })),
        { ...square, id: 99, image_id: picture, category_id: 1 },
        { ...square, id: 100, image_id: 1, category_id: 1, segmentation: script },
      ],
      categories: [picture, script, drawing, quoted].map((name, index) => ({
        id: index + 1,
        name,
        supercategory: script,
      })),
    }),
  );
  return { annotations, images };
}

/** Nothing ran, nothing became an element: only our own pictures, and no script but our own. */
async function expectHarmless(): Promise<void> {
  const found = await desktop.page.evaluate(() => ({
    ran: (window as unknown as { ran?: number }).ran,
    elements: document.querySelectorAll(
      '[onerror], [onload], iframe, img[src="x"], #app script, #app b b, object, embed, a[href^="javascript"]',
    ).length,
  }));
  expect(found).toEqual({ ran: undefined, elements: 0 });
  expect(
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(1);
}

async function chooseInMenu(label: string): Promise<void> {
  await desktop.app.evaluate(({ Menu }, wanted) => {
    const items = (Menu.getApplicationMenu()?.items ?? []).flatMap(
      (each) => each.submenu?.items ?? [],
    );
    const found = items.find((each) => each.label.startsWith(wanted));
    found?.click();
  }, label);
}

async function reportText(): Promise<string> {
  return desktop.page.evaluate(() => {
    const fields = Array.from(
      document.querySelectorAll('dialog textarea, [role="dialog"] textarea'),
    );
    const typed = fields.map((each) => (each as HTMLTextAreaElement).value).join('\n');
    const dialog = document.querySelector('dialog[open], [role="dialog"]');
    return `${typed}\n${dialog?.textContent ?? ''}`;
  });
}

async function shownTexts(): Promise<string> {
  return desktop.page.evaluate(() => {
    const said = Array.from(document.querySelectorAll('[title], [aria-label], [alt]'), (each) =>
      ['title', 'aria-label', 'alt'].map((name) => each.getAttribute(name) ?? '').join(' '),
    );
    return `${document.body.innerText} ${said.join(' ')}`;
  });
}

test('the files came in as they are, by name', async () => {
  project = join(desktop.folder, `project ${picture}`);
  const { annotations, images } = await writeHostileFiles(desktop.folder);
  await ask(desktop.page, 'project.open', { folder: project, create: true });
  const { job } = await ask(desktop.page, 'import.coco', { annotations, images, copy: false });
  await expect
    .poll(async () => (await ask(desktop.page, 'job.get', { job })).state)
    .not.toBe('running');
  expect(await ask(desktop.page, 'job.get', { job })).toMatchObject({ state: 'done' });
  await desktop.page.reload();
  const { categories } = await ask(desktop.page, 'category.list', {});
  expect(categories.map(({ name }) => name)).toEqual([picture, script, drawing, quoted]);
});

test.each([
  ['Browse', [picture, drawing, quoted]],
  ['Annotate', [picture, script, drawing, quoted]],
  ['Train', [picture, script]],
  ['Review', []],
  ['Transfer', []],
] as const)('%s shows markup as the text it is', async (view, texts) => {
  await desktop.page.getByRole('navigation').getByText(view, { exact: true }).click();
  for (const text of texts) {
    await expect.poll(shownTexts).toContain(text);
  }
  await expectHarmless();
});

test('a class that is renamed, and one that is added', async () => {
  const { page } = desktop;
  const [first] = (await ask(page, 'category.list', {})).categories;
  await ask(page, 'category.update', { category: first?.id ?? 0, name: `${picture}${script}` });
  await ask(page, 'category.add', { name: template });
  await page.getByRole('navigation').getByText('Annotate', { exact: true }).click();
  await expect.poll(shownTexts).toContain(`${picture}${script}`);
  await expect.poll(shownTexts).toContain(template);
  await expectHarmless();
});

test('error messages that quote what they were given', async () => {
  const missing = join(desktop.folder, `${picture}.json`);
  await expect(
    ask(desktop.page, 'project.open', { folder: missing, create: false }),
  ).rejects.toThrow(picture);
  await desktop.page.evaluate((text) => {
    // What the page itself does with a failure that nobody expected.
    void Promise.reject(new Error(text));
  }, `${picture}${script}`);
  await expectHarmless();
});

test('a run by such a name is none', async () => {
  await expect(ask(desktop.page, 'run.get', { run: picture })).rejects.toThrow(
    'run is not as expected',
  );
});

test('what a run says of itself: its state, its weights and the lines of its log', async () => {
  const { page } = desktop;
  await goTo(page, 'Train');
  await setRecipe(page, { Epochs: 1, 'Picture size': 32, 'Pictures at once': 4 });
  await clickTrain(page);
  await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 60_000 });
  await expectHarmless();

  const folder = join(project, 'runs', 'run-1');
  const state = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as object;
  const said = {
    status: 'failed',
    error: `${picture}${script}`,
    message: drawing,
    library: quoted,
  };
  await writeFile(join(folder, 'state.json'), JSON.stringify({ ...state, ...said }));
  await appendFile(join(folder, 'log.txt'), `${picture}\n${script}\n${drawing}\n`);
  await page.reload();
  await goTo(page, 'Train');
  await runRow(page, 'run-1').click();
  await expect.poll(shownTexts).toContain(`${picture}${script}`);
  await expectHarmless();

  await chooseInMenu('Report a problem');
  await page.getByRole('dialog').waitFor();
  await expect.poll(reportText).toContain(`${picture}\n${script}\n${drawing}`);
  await expectHarmless();
});

test('the title of the window is text', async () => {
  await expectHarmless();
  expect(await desktop.page.locator('title').count()).toBe(1);
  expect(await shownTexts()).toContain(picture);
});
