import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { ownNode } from './own-node.mjs';
import { root, stamps } from './root.mjs';
import { Refusal } from './say.mjs';
import { hashOf, readJson } from './stamp.mjs';

const stamp = join(stamps, 'runtime.json');
const manifest = join(root, 'resources', 'runtime', 'manifest.json');
/** The TensorFlow library and its binding. Without them everything but training works, so it is told and never stops anything. */
export const runtime = {
  isMet() {
    const known = readJson(stamp);
    return known?.key === key() && known.files.every(isWhole);
  },

  async meet() {
    const program = join(root, 'resources', 'tools', 'prepare-runtime.ts');
    const words = [program, stamps, key(), ...(isTesting() ? ['--now'] : [])];
    const stdio = ['ignore', process.stderr, process.stderr];
    if ((await handOver(ownNode.file(), words, { stdio, cwd: root })) === 130) {
      throw new Refusal('Interrupted.', 130);
    }
  },
};

/** Tests need the library: a failure of yesterday is no reason to skip them. */
function isTesting() {
  return process.argv[2] === 'test';
}

/** Another list of files, or another cache, is another runtime. */
function key() {
  const { MASKWRIGHT_CACHE = '', XDG_CACHE_HOME = '', LOCALAPPDATA = '', HOME = '' } = process.env;
  return hashOf(readFileSync(manifest), MASKWRIGHT_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME);
}

function isWhole({ path, bytes }) {
  return statSync(path, { throwIfNoEntry: false })?.size === bytes;
}
