import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toast } from './browsing.ts';
import { makeFolder, maskwright, startJourney, type Journey } from './serving.ts';

let folder: string;
let journey: Journey;
let page: Page;

beforeAll(async () => {
  folder = await makeFolder();
  const project = join(folder, 'sample');
  await maskwright('sample', '--project', project, '--images', '3', '--seed', '3');
  journey = await startJourney({ project });
  ({ page } = journey);
});
afterAll(async () => {
  await journey.close();
  expect(journey.complaints).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

/** Drags files over the window and lets them go there, as the browser tells of it. */
async function drag(names: readonly string[], { drop }: { drop: boolean }): Promise<void> {
  await page.evaluate(
    ([files, isDropped]) => {
      const dataTransfer = new DataTransfer();
      for (const name of files) dataTransfer.items.add(new File(['{}'], name));
      const target = document.querySelector('main') ?? document.body;
      const kinds = ['dragenter', 'dragover', ...(isDropped ? ['drop'] : [])];
      for (const kind of kinds) {
        target.dispatchEvent(
          new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }),
        );
      }
    },
    [names, drop] as const,
  );
}

async function closeDialog(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

it('says what can be dropped as long as files hover', async () => {
  await drag(['labels.json'], { drop: false });
  await page.getByText('Drop a COCO file, or pictures').waitFor();
  await drag(['labels.json'], { drop: true });
  await page.getByText('Drop a COCO file, or pictures').waitFor({ state: 'detached' });
  await closeDialog();
});

it('a COCO file opens its import, which asks where that file lies', async () => {
  await drag(['notes.txt', 'labels.json'], { drop: true });
  await page.getByRole('dialog', { name: /labels\.json/ }).waitFor();
  await closeDialog();
});

it('a picture opens the import of its folder', async () => {
  await drag(['cat.jpg', 'dog.png'], { drop: true });
  await page
    .getByRole('dialog', { name: 'Choose the folder that holds these pictures.' })
    .waitFor();
  await closeDialog();
});

it('a project file asks which project is meant', async () => {
  await drag(['project.maskwright'], { drop: true });
  await page.getByRole('dialog', { name: 'Open a project' }).waitFor();
  await closeDialog();
});

it('anything else is told of by its name', async () => {
  await drag(['letter.txt'], { drop: true });
  await toast(page, '“letter.txt” is neither a COCO file').waitFor();
});
