import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  writePromptNetworks,
  type PromptNetworks,
} from '../../resources/tools/prompt-networks/write.ts';
import { ask, click, drag, held, openAnnotate, pictureIds, saved } from './annotating.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let journey: Journey;
let networks: PromptNetworks;
let first = -1;
let second = -1;
const encoded: { readonly image: number; readonly ahead: boolean }[] = [];

beforeAll(async () => {
  const folder = await makeFolder();
  networks = writePromptNetworks(join(folder, 'networks'));
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '2', '--seed', '3');
  journey = await startJourney({ project, window: [1600, 1000] });
  const { page } = journey;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/prompt.encode')) {
      encoded.push(request.postDataJSON() as (typeof encoded)[number]);
    }
  });
  await openAnnotate(page);
  [first = -1, second = -1] = await pictureIds(page);
});

afterAll(async () => {
  await journey.close();
});

afterEach(() => {
  expect(journey.complaints).toEqual([]);
});

it('without files it says so, and the button leads to where they are chosen', async () => {
  const { page } = journey;
  await page.keyboard.press('q');
  const options = page.getByRole('group', { name: 'Options of the tool' });
  await expect.poll(() => options.textContent()).toContain('It needs an encoder and a decoder');
  await click(page, [0.5, 0.5]);
  await page.getByText('Smart select needs an encoder and a decoder that you have').waitFor();
  expect(encoded).toEqual([]);

  await options.getByRole('button', { name: 'Choose the files' }).click();
  const settings = page.getByRole('dialog', { name: 'Settings' });
  // By keyboard, and a wrong one.
  await settings.getByLabel('Encoder (.onnx)', { exact: true }).fill(networks.sam2Encoder);
  await settings.getByText('Both files are needed.').waitFor();
  await settings.getByLabel('Decoder (.onnx)', { exact: true }).fill(networks.samDecoder);
  await page.keyboard.press('Tab');
  await settings
    .getByText('is no encoder for this decoder, which is of MobileSAM or SAM')
    .waitFor();
  // By mouse, and the right one.
  await settings.getByRole('button', { name: 'Browse for Decoder (.onnx)' }).click();
  const picker = page.getByRole('dialog', { name: 'Choose the decoder' });
  await picker.getByRole('button', { name: /^sam2Decoder\.onnx/ }).click();
  await picker.getByRole('button', { name: 'Choose', exact: false }).last().click();
  await settings.getByText('Ready: these are of SAM 2.').waitFor();
  await settings.getByRole('button', { name: 'Close' }).click();
  await options.getByRole('radio', { name: 'takes' }).waitFor();
});

it('looks at the picture at hand and then at the next', async () => {
  await expect
    .poll(() => encoded)
    .toEqual([
      { image: first, ahead: false },
      { image: second, ahead: true },
    ]);
});

it('by keyboard and click: what is shown is applied by Enter, as one object', async () => {
  const { page } = journey;
  const before = await held(page, first);
  await click(page, [0.4, 0.5]);
  const apply = page.getByRole('button', { name: 'Apply' });
  await apply.waitFor();
  await page.keyboard.down('Alt');
  await click(page, [0.44, 0.5]);
  await page.keyboard.up('Alt');
  await expect.poll(() => page.getByText('Looking for what you clicked on').count()).toBe(0);
  expect((await held(page, first)).annotations).toHaveLength(before.annotations.length);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await held(page, first)).annotations.length)
    .toBe(before.annotations.length + 1);
  const made = (await held(page, first)).annotations.at(-1);
  expect(made?.shape.kind).toBe('mask');
  expect(made?.areaPx2).toBeGreaterThan(100);
  expect(await apply.count()).toBe(0);
  await saved(page);
  await page.keyboard.press('Control+z');
  await expect
    .poll(async () => (await held(page, first)).annotations.length)
    .toBe(before.annotations.length);
});

it('by mouse alone: a box, a click that leaves out, Apply; Esc gives up', async () => {
  const { page } = journey;
  const before = await held(page, first);
  await drag(page, [0.42, 0.42], [0.5, 0.5], [0.56, 0.58]);
  const apply = page.getByRole('button', { name: 'Apply' });
  await apply.waitFor();
  await page.getByRole('radio', { name: 'leaves out' }).check();
  await click(page, [0.53, 0.5]);
  await expect.poll(() => page.getByText('Looking for what you clicked on').count()).toBe(0);
  await apply.click();
  await expect
    .poll(async () => (await held(page, first)).annotations.length)
    .toBe(before.annotations.length + 1);
  const made = (await held(page, first)).annotations.at(-1);
  expect(made?.shape.kind).toBe('mask');

  await page.getByRole('radio', { name: 'takes' }).check();
  await click(page, [0.2, 0.3]);
  await apply.waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => apply.count()).toBe(0);
  await saved(page);
  expect((await held(page, first)).annotations).toHaveLength(before.annotations.length + 1);
});

it('a click is answered as the studio answers it, at the place of the click', async () => {
  const { page } = journey;
  const before = await held(page, first);
  await page.keyboard.press('Control+f');
  const spot = [0.5, 0.5] as const;
  const answered = page.waitForResponse('**/api/prompt.segment');
  await click(page, spot);
  const response = await answered;
  const sent = response.request().postDataJSON() as {
    prompt: { points: { x: number; y: number }[] };
  };
  const { width, height } = before.image;
  expect(sent.prompt.points[0]?.x).toBeCloseTo(width / 2, -1);
  expect(sent.prompt.points[0]?.y).toBeCloseTo(height / 2, -1);
  const { rle } = (await response.json()) as { rle: string };
  await page.getByRole('button', { name: 'Apply' }).waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await held(page, first)).annotations.at(-1)?.shape)
    .toEqual({ kind: 'mask', rle });
});

it('the files are remembered, and forgotten when that is wished', async () => {
  const { page } = journey;
  await page.reload();
  await openAnnotate(page);
  expect(await ask(page, 'prompt.status', {})).toMatchObject({ kind: 'ready', family: 'sam2' });
  await page.keyboard.press('F2');
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('radio', { name: 'Smart select' }).check();
  await expect
    .poll(() => settings.getByLabel('Encoder (.onnx)', { exact: true }).inputValue())
    .toBe(networks.sam2Encoder);
  await settings.getByRole('button', { name: 'Forget the files' }).click();
  await settings.getByText('No files are chosen.').waitFor();
  expect(await ask(page, 'prompt.status', {})).toEqual({ kind: 'none' });
});
