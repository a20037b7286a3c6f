import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { root, stamps } from './root.mjs';
import { Refusal, say } from './say.mjs';
import { hashOf, readJson, writeJson } from './stamp.mjs';

const stamp = join(stamps, 'dependencies.json');
const lockfile = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');

/** `node_modules` holds what package-lock.json says. */
export const dependencies = {
  isMet() {
    const wanted = hashOf(readFileSync(lockfile));
    if (existsSync(installed) && readJson(stamp)?.lockfile === wanted) {
      return true;
    }
    // Installed by hand, then: npm keeps its own account of what stands there.
    if (!holdsAll(readJson(lockfile), readJson(installed))) {
      return false;
    }
    writeJson(stamp, { lockfile: wanted });
    return true;
  },

  async meet() {
    say('Installing the dependencies (npm ci).');
    const code = await runNpm([
      'ci',
      '--include=dev',
      '--include=optional',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    if (code === 130) {
      throw new Refusal('Interrupted.', 130);
    }
    if (code !== 0) {
      throw new Refusal(
        `The dependencies could not be installed: npm ci ended with ${code}. Is this computer connected? Try again then.`,
      );
    }
    writeJson(stamp, { lockfile: hashOf(readFileSync(lockfile)) });
  },
};

function holdsAll(wanted, present) {
  if (wanted === null || present === null) {
    return false;
  }
  return Object.entries(wanted.packages).every(([place, { version, integrity, optional }]) => {
    const found = present.packages[place];
    if (place === '' || (found === undefined && optional === true)) {
      return true;
    }
    return found?.version === version && found.integrity === integrity;
  });
}

/** The npm that started this one where there was one; its output goes to stderr. */
function runNpm(words) {
  const started = process.env.npm_execpath;
  const stdio = ['ignore', process.stderr, process.stderr];
  return started?.endsWith('.js')
    ? handOver(process.execPath, [started, ...words], { stdio, cwd: root })
    : handOver('npm', words, { stdio, cwd: root, shell: process.platform === 'win32' });
}
