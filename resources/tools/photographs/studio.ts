import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const cli = join(root, 'app/entry/cli.ts');

/** Runs a command of the project's own command line to its end; throws when it fails. */
async function maskwright(...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) {
    throw new Error(`maskwright ${args.join(' ')} ended with ${String(code)}.`);
  }
}

/** A sample project that was divided, trained on and predicted; nothing in it is made up. */
async function trainedSample(
  folder: string,
  { pictures, epochs }: { readonly pictures: number; readonly epochs: number },
): Promise<string> {
  const project = join(folder, 'cats-and-dogs');
  const of = ['--project', project];
  const run = ['--run', 'first'];
  await maskwright('sample', ...of, '--images', String(pictures));
  await maskwright('split', ...of, '--val', '0.2', '--test', '0.1');
  await maskwright('train', ...of, ...run, '--size', '128', '--epochs', String(epochs));
  await maskwright('predict', ...of, ...run, '--split', 'all', '--out', join(folder, 'out'));
  return project;
}

/** Opens a trained sample project in a browser, dark, and takes it all away again when the photographs are taken. */
export async function photographSample(
  sample: { readonly pictures: number; readonly epochs: number },
  window: { readonly width: number; readonly height: number },
  take: (page: Page) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-pictures-'));
  try {
    const project = await trainedSample(folder, sample);
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
        viewport: window,
        colorScheme: 'dark',
        reducedMotion: 'reduce',
      });
      await page.goto(url);
      await take(page);
    } finally {
      await browser.close();
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing more is fetched, every picture is decoded, and what follows from it is drawn. */
export async function settled(page: Page): Promise<void> {
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
