import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { photographEditor, type Scene } from './photographs/editor-scene.ts';
import { photographSample, root } from './photographs/studio.ts';
import { scenes } from './photographs/editor-scenes.ts';
import { writePromptNetworks } from './prompt-networks/write.ts';

/**
 * Draws the pictures of docs/editor.md: each tool is used by mouse and keys on a sample project that was trained on, and
 * photographed in the middle of its work. Nothing in them is made up.
 *
 *   node resources/tools/editor-pictures.ts [--out docs/editor] [--epochs 20] [--only brush]
 */

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs/editor') },
    epochs: { type: 'string', default: '20' },
    only: { type: 'string', multiple: true, default: [] },
  },
});

const networkFolder = await mkdtemp(join(tmpdir(), 'maskwright-networks-'));
const { samEncoder: encoder, samDecoder: decoder } = writePromptNetworks(networkFolder);
const networks = { encoder, decoder };

async function takeAll(page: Page): Promise<void> {
  const wanted: readonly Scene[] = scenes.filter(
    ({ name }) => options.only.length === 0 || options.only.includes(name),
  );
  // Networks of random weights: what smart select looks like, not what it finds.
  await page.evaluate(async (files) => {
    await fetch('/api/prompt.files', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files }),
    });
  }, networks);
  for (const scene of wanted) {
    const path = join(options.out, `${scene.name}.jpg`);
    await photographEditor(page, scene, path);
    process.stderr.write(`${path}\n`);
  }
}

await mkdir(options.out, { recursive: true });
await photographSample(
  { pictures: 40, epochs: Number(options.epochs) },
  { width: 1280, height: 800 },
  takeAll,
);
await rm(networkFolder, { recursive: true, force: true });
