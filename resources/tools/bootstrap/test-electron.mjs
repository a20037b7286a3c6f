import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { electron } from './electron.mjs';
import { findElectron } from './find-electron.mjs';
import { handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { root, stamps } from './root.mjs';
import { Refusal } from './say.mjs';
import { hashOf, readJson } from './stamp.mjs';

const stamp = join(stamps, 'test-electron.json');
const program = join(root, 'resources', 'tools', 'prepare-test-electron.ts');

/**
 * An Electron to test the window with: the shipped one, or on Linux the old one that package indexes hold. Where neither can
 * be had, the tests of the window fail and say so; the others run.
 */
export const testElectron = {
  isMet() {
    if (findElectron() !== null) {
      return true;
    }
    const known = readJson(stamp);
    return known?.key === key() && existsSync(known.file);
  },

  async meet() {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      return electron.meet();
    }
    const stdio = ['ignore', process.stderr, process.stderr];
    const code = await handOver(ownNode.file(), [program, stamp, key()], { stdio, cwd: root });
    if (code === 130) {
      throw new Refusal('Interrupted.', 130);
    }
  },
};

/** Another cache is another Electron. */
function key() {
  const { MASKWRIGHT_CACHE = '', XDG_CACHE_HOME = '', HOME = '' } = process.env;
  return hashOf(MASKWRIGHT_CACHE, XDG_CACHE_HOME, HOME);
}
