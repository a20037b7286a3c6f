/**
 * Builds the folder that Electron starts, from `main/` and the built page.
 *
 *   node resources/tools/build-desktop.ts [--legacy]
 *
 * `--legacy` takes the page lowered for the test Electron (Chromium 83) and fills `dist/desktop-83`; else `dist/desktop`.
 */
import { parseArgs } from 'node:util';
import { buildAppFolder } from './desktop/app-folder.ts';

const { values } = parseArgs({ options: { legacy: { type: 'boolean', default: false } } });
try {
  await buildAppFolder(values.legacy ? 'legacy' : 'modern');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
