import { readFileSync, readdirSync, renameSync, rmSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { root } from './root.mjs';
import { Refusal, say } from './say.mjs';
import { hashOf, readJson, writeJson } from './stamp.mjs';

const inputs = ['renderer', 'app/domain', 'app/mask', 'app/contract'];
const settings = ['vite.config.ts', 'tsconfig.base.json', 'package-lock.json'];
const built = join(root, 'dist', 'renderer');
const stamp = join(root, 'dist', 'renderer.json');

/** The built page in `dist/renderer`, as new as what it is made of. */
export const page = {
  isMet() {
    return existsSync(join(built, 'index.html')) && readJson(stamp)?.inputs === inputsHash();
  },

  async meet() {
    say('Building the page.');
    const inputsBefore = inputsHash();
    const beside = join(root, 'dist', `.renderer-${process.pid}`);
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const words = [vite, 'build', '--logLevel', 'error', '--emptyOutDir', '--outDir', beside];
    const stdio = ['ignore', process.stderr, process.stderr];
    const code = await handOver(ownNode.file(), words, { stdio, cwd: root });
    if (code !== 0) {
      rmSync(beside, { recursive: true, force: true });
      throw code === 130
        ? new Refusal('Interrupted.', 130)
        : new Refusal('The page could not be built; what Vite said stands above.');
    }
    // Whole or not at all: a studio may be running and serving from it.
    rmSync(built, { recursive: true, force: true });
    renameSync(beside, built);
    writeJson(stamp, { inputs: inputsBefore });
  },
};

function inputsHash() {
  const files = [
    ...inputs.flatMap((folder) => filesBelow(join(root, folder))),
    ...settings.map((name) => join(root, name)),
  ];
  return hashOf(...files.flatMap((file) => [relative(root, file), readFileSync(file)]));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
