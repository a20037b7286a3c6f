import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';

/**
 * Draws the pictures of the README: a sample project is made, trained on and predicted, and each view is
 * photographed as it then stands. Nothing in them is made up.
 *
 *   node resources/tools/screenshots.ts [--out docs] [--epochs 20]
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = join(root, 'app/entry/cli.ts');
const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs') },
    epochs: { type: 'string', default: '20' },
  },
});
const out = options.out;
const pictures = 120;
const folder = await mkdtemp(join(tmpdir(), 'maskwright-pictures-'));
const project = join(folder, 'cats-and-dogs');

async function maskwright(...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`maskwright ${args.join(' ')} ended with ${String(code)}.`);
  }
}

async function goTo(page: Page, view: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: view, exact: true })
    .click();
}

/** Nothing more is fetched, every picture is decoded, and what follows from it is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async (restMs) => {
    const fetched = () => performance.getEntriesByType('resource').length;
    const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));
    let before = -1;
    while (before !== fetched()) {
      before = fetched();
      await rest();
    }
    // A picture out of sight may never be loaded.
    const images = [...document.querySelectorAll('img')].filter((image) => {
      const { width, left, right, top, bottom } = image.getBoundingClientRect();
      return width > 0 && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    });
    await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, 500);
}

async function photograph(page: Page, name: string): Promise<void> {
  // The ring of the tab that was pressed last is no part of the view.
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) {
      document.activeElement.blur();
    }
  });
  await settled(page);
  await page.screenshot({ path: join(out, `${name}.png`) });
  process.stderr.write(`${join(out, `${name}.png`)}\n`);
}

async function photographAll(page: Page, suffix: string): Promise<void> {
  const browse = page.getByRole('listbox', { name: 'Pictures' });
  await browse.waitFor();
  await page.locator('[data-index="3"]').click();
  await photograph(page, `browse${suffix}`);
  await goTo(page, 'Train');
  await page.getByRole('row').filter({ hasText: 'first' }).waitFor();
  await photograph(page, `train${suffix}`);
  await goTo(page, 'Review');
  // The queue begins with what agrees least, which is rarely what a run mostly does.
  for (let step = 0; step < pictures / 2; step += 1) {
    await page.keyboard.press('D');
  }
  await photograph(page, `review${suffix}`);
  await goTo(page, 'Transfer');
  await photograph(page, `transfer${suffix}`);
  await goTo(page, 'Browse');
  await page.locator('[data-index="3"]').dblclick();
  await page.locator('[data-saving="saved"]').waitFor();
  await photograph(page, `annotate${suffix}`);
}

try {
  await mkdir(out, { recursive: true });
  await maskwright('sample', '--project', project, '--images', String(pictures));
  await maskwright('split', '--project', project, '--val', '0.2', '--test', '0.1');
  const { epochs } = options;
  await maskwright(
    'train',
    '--project',
    project,
    '--run',
    'first',
    '--size',
    '128',
    '--epochs',
    epochs,
  );
  await maskwright(
    'predict',
    '--project',
    project,
    '--run',
    'first',
    '--split',
    'all',
    '--out',
    join(folder, 'out'),
  );

  const server = spawn(process.execPath, [cli, 'serve', '--no-open', '--project', project], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, MASKWRIGHT_CONFIG: join(folder, 'configuration') },
  });
  const browser = await chromium.launch({
    executablePath: process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const first = await createInterface(server.stdout)[Symbol.asyncIterator]().next();
    const { url } = JSON.parse(String(first.value)) as { url: string };
    const page = await browser.newPage({
      viewport: { width: 1600, height: 1000 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    await page.goto(url);
    await photographAll(page, '');
    await page.emulateMedia({ colorScheme: 'light' });
    await goTo(page, 'Browse');
    await photograph(page, 'browse-light');
  } finally {
    await browser.close();
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
