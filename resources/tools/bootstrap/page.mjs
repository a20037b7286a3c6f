import { readFileSync, readdirSync, renameSync, rmSync, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { root } from './root.mjs';
import { Refusal, say } from './say.mjs';
import { hashOf, readJson, writeJson } from './stamp.mjs';

const inputs = ['renderer', 'app/domain', 'app/mask', 'app/contract'];
const settings = [
  'vite.config.ts',
  'resources/tools/desktop/legacy-page.ts',
  'tsconfig.base.json',
  'package-lock.json',
];

/** The built page in `dist/renderer`, as new as what it is made of. */
export const page = pageBuild({ name: 'renderer', sentence: 'Building the page.' });

/** The same, lowered for the test Electron: nobody but the tests needs it. */
export const legacyPage = pageBuild({
  name: 'renderer-83',
  mode: 'legacy83',
  sentence: 'Building the page for the test Electron.',
});

function pageBuild({ name, mode = 'production', sentence }) {
  const built = join(root, 'dist', name);
  const stamp = join(root, 'dist', `${name}.json`);
  return {
    isMet() {
      return (
        existsSync(join(built, 'index.html')) &&
        readJson(stamp)?.inputs === hashOfFiles(inputs, settings)
      );
    },

    async meet() {
      say(sentence);
      const inputsBefore = hashOfFiles(inputs, settings);
      const beside = join(root, 'dist', `.${name}-${process.pid}`);
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
      const options = ['--mode', mode, '--logLevel', 'error', '--emptyOutDir', '--outDir', beside];
      const stdio = ['ignore', process.stderr, process.stderr];
      const code = await handOver(ownNode.file(), [vite, 'build', ...options], {
        stdio,
        cwd: root,
      });
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
}

/** One hash of everything in some folders and of some files more, all named from the project's folder. */
export function hashOfFiles(folders, files) {
  const paths = [
    ...folders.flatMap((folder) => filesBelow(join(root, folder))),
    ...files.map((name) => join(root, name)),
  ];
  return hashOf(...paths.flatMap((file) => [relative(root, file), readFileSync(file)]));
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
