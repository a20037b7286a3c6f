import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { hashOfFiles } from './page.mjs';
import { root } from './root.mjs';
import { Refusal, say } from './say.mjs';
import { hashOf, readJson, writeJson } from './stamp.mjs';

/** Main bundles what it imports of the rooms of `app`, the words of its menus too. */
const inputs = ['main', 'app', 'renderer/words', 'resources/tools/desktop', 'resources/icons'];
const settings = ['resources/tools/build-desktop.ts', 'package.json', 'package-lock.json'];
const builder = join(root, 'resources', 'tools', 'build-desktop.ts');

/** The app folder in `dist/desktop`, which the shipped Electron starts. Its page must have been built before. */
export const desktop = appFolder({ name: 'desktop', page: 'renderer', words: [] });

/** The same in `dist/desktop-83`, which the test Electron starts. */
export const legacyDesktop = appFolder({
  name: 'desktop-83',
  page: 'renderer-83',
  words: ['--legacy'],
});

/** The app folder for the Electron there is; nothing where there is none. */
export const desktopAtHand = {
  isMet() {
    return wanted()?.isMet() ?? true;
  },
  async meet() {
    await wanted()?.meet();
  },
};

function wanted() {
  const found = findElectron();
  return found && (found.isTestVehicle ? legacyDesktop : desktop);
}

function appFolder({ name, page, words }) {
  const built = join(root, 'dist', name);
  // Not `${name}.json`: Electron would take that for the app, as Node finds a module.
  const stamp = join(root, 'dist', `${name}.stamp.json`);
  function inputsHash() {
    const pageStamp = readJson(join(root, 'dist', `${page}.json`))?.inputs;
    const folders = inputs.filter((folder) => existsSync(join(root, folder)));
    // Written into the app folder: where a release looks for newer ones, and whom it believes.
    const { MASKWRIGHT_UPDATE_URL: url = '', MASKWRIGHT_UPDATE_KEY: key = '' } = process.env;
    return hashOf(String(pageStamp), hashOfFiles(folders, settings), url, key);
  }
  return {
    isMet() {
      return existsSync(join(built, 'package.json')) && readJson(stamp)?.inputs === inputsHash();
    },

    async meet() {
      say('Building the desktop window.');
      const inputsBefore = inputsHash();
      const stdio = ['ignore', process.stderr, process.stderr];
      const code = await handOver(ownNode.file(), [builder, ...words], { stdio, cwd: root });
      if (code !== 0) {
        throw code === 130
          ? new Refusal('Interrupted.', 130)
          : new Refusal('The desktop window could not be built; why stands above.');
      }
      writeJson(stamp, { inputs: inputsBefore });
    },
  };
}
