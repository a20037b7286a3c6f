import { createServer } from 'node:http';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { drawnPixels } from './drawn-pixels.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A page of Chromium that can start one of the workers of the page, which is built first, into a folder of its own.
 * There `drawn` draws what `drawnPixels` draws here. `script` is the worker's address.
 */
export async function onWorkerPage<T>(
  worker: string,
  run: (page: Page, script: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-bench-'));
  const configFile = join(root, 'vite.config.ts');
  await build({ configFile, logLevel: 'error', build: { outDir: folder } });
  const { url, script, close } = await served(folder, worker);
  const browser = await chromium.launch({
    executablePath: process.env['MASKWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.addInitScript({ content: `globalThis.drawn = ${drawnPixels.toString()}` });
    await page.goto(url);
    return await run(page, script);
  } finally {
    await browser.close();
    close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Serves the worker's script, and a page without any. */
async function served(
  folder: string,
  worker: string,
): Promise<{ url: string; script: string; close(): void }> {
  const names = await readdir(join(folder, 'assets'));
  const name = names.find((file) => file.startsWith(worker));
  if (name === undefined) throw new Error(`The built page has no ${worker}.`);
  const source = await readFile(join(folder, 'assets', name));
  const server = createServer(({ url }, response) => {
    const isScript = url === `/${name}`;
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? source : '<!doctype html><title>bench</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${String(address.port)}/`;
  return { url, script: `/${name}`, close: () => void server.close() };
}
