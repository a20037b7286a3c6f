import { build, type Plugin } from 'esbuild';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the test Electron brings; the shipped one is far ahead of it, and esbuild strips `node:`, which Node 12 does not know. */
const target = 'node12.14';

/** The bundles of the app folder by name. The last is heavy and seldom needed, so main imports it when first used. */
const entries = { main: 'index.ts', preload: 'preload.ts', updates: 'updates-bundle.ts' } as const;

/** `import('./updates-bundle.ts')` becomes a require of the bundle beside main: esbuild cannot split CommonJS by itself. */
const updatesApart: Plugin = {
  name: 'updates-apart',
  setup(bundling) {
    bundling.onResolve({ filter: /\/updates-bundle\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './updates.cjs', external: true } : null,
    );
  },
};

/** Bundles Electron's main process and its preload from `sources` into `folder`. Throws when esbuild warns of anything. */
export async function bundleMain(sources: string, folder: string): Promise<void> {
  for (const [name, file] of Object.entries(entries)) {
    const entry = join(sources, file);
    if (name === 'updates' && !existsSync(entry)) {
      continue;
    }
    const { warnings } = await build({
      entryPoints: [entry],
      outfile: join(folder, `${name}.cjs`),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target,
      external: ['electron'],
      charset: 'utf8',
      plugins: [updatesApart],
      logLevel: 'warning',
    });
    // Such as an import.meta that would be empty: nothing that would surface only in the window.
    if (warnings.length > 0) {
      throw new Error(`${file} was bundled with a warning, which stands above.`);
    }
  }
}
