import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What the page may weigh before it can be used, packed as it travels. */
const mostBytes = 400_000;

it('the page loads less than 400 KB of scripts and styles at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maskwright-page-'));
  try {
    await build({
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder },
    });
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    const loaded = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
      ([, path = '']) => path,
    );
    expect(loaded.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(0);
    expect(loaded.filter((path) => path.endsWith('.css')).length).toBeGreaterThan(0);
    const packed = await Promise.all(
      loaded.map(async (path) => gzipSync(await readFile(join(folder, path))).length),
    );
    expect(packed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(mostBytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
