import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { ownNode } from './own-node.mjs';
import { root, stamps } from './root.mjs';
import { Refusal, say } from './say.mjs';
import { hashOf, readJson, writeJson } from './stamp.mjs';

const installer = join(root, 'node_modules', 'electron', 'install.js');
const unpacked = join(root, 'node_modules', 'electron', 'dist');
const failure = join(stamps, 'electron-failure.json');
/** So that a computer without a way to the release does not try, and wait, at every start. */
const rememberedMs = 24 * 60 * 60 * 1_000;
/** Without another byte for so long, nobody answers. */
const patienceMs = 15_000;
const lookMs = 250;

/** The Electron of the desktop window. Without it the studio is used in the browser, so a failure is told and stops nothing. */
export const electron = {
  isMet() {
    return findElectron() !== null || (!isNamed() && lately() !== null);
  },

  async meet() {
    refuseNamedNothing();
    // Half of one, left by an unpacking that was interrupted.
    rmSync(unpacked, { recursive: true, force: true });
    say('Fetching Electron for the desktop window.');
    const { code, lines } = await fetched();
    if (code === 130) {
      throw new Refusal('Interrupted.', 130);
    }
    if (findElectron() === null) {
      writeJson(failure, { key: key(), at: Date.now(), reason: reasonIn(lines) });
    } else {
      rmSync(failure, { force: true });
    }
  },
};

const names = ['MASKWRIGHT_ELECTRON', 'ELECTRON_OVERRIDE_DIST_PATH'];

function isNamed() {
  return names.some((name) => process.env[name]);
}

function refuseNamedNothing() {
  for (const name of names) {
    if (process.env[name]) {
      throw new Refusal(
        `${name} names ${process.env[name]}, and there is no Electron. Unset it to use the one that comes with Maskwright.`,
      );
    }
  }
}

/** Why there is no window, in one sentence, for a person who is given the browser instead. */
export function whyNoWindow() {
  const { reason } = lately() ?? { reason: 'it is not there' };
  return `The desktop window needs Electron, which could not be fetched (${reason}), so the studio is used in the browser. “npm start” tries again after a day; ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH can name another place.`;
}

/** Whether there is anything that a window could be shown on. */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

function lately() {
  const failed = readJson(failure);
  return failed?.key === key() && Date.now() - failed.at < rememberedMs ? failed : null;
}

/** Another version or another place to fetch it from deserves another try. */
function key() {
  const { version } = readJson(join(root, 'node_modules', 'electron', 'package.json')) ?? {};
  const { ELECTRON_MIRROR, npm_config_electron_mirror: fromNpm } = process.env;
  return hashOf(String(version), ELECTRON_MIRROR ?? '', fromNpm ?? '');
}

/** Runs the package's own installer, which checks what it fetches, for as long as bytes arrive. */
async function fetched() {
  const folder = mkdtempSync(join(tmpdir(), 'maskwright-electron-'));
  const environment = { TMPDIR: folder, TEMP: folder, TMP: folder, NODE_USE_ENV_PROXY: '1' };
  const child = spawn(ownNode.file(), [installer], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, ELECTRON_GET_NO_PROGRESS: '1' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  }
  let code = null;
  const watch = whileGrowing(folder, () => {
    said += '\nError: nothing arrived for a while';
    child.kill('SIGKILL');
  });
  function interrupt() {
    code = 130;
    child.kill('SIGKILL');
  }
  process.once('SIGINT', interrupt);
  try {
    const ended = await new Promise((resolve) => {
      child.once('error', () => resolve(1));
      child.once('close', resolve);
    });
    return { code: code ?? ended ?? 1, lines: said.split('\n') };
  } finally {
    clearInterval(watch);
    process.off('SIGINT', interrupt);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls `stop` once when nothing below the folder has grown for the time of patience. */
function whileGrowing(folder, stop) {
  let most = 0;
  let grownAt = Date.now();
  const timer = setInterval(() => {
    const bytes = bytesBelow(folder);
    if (bytes > most) {
      most = bytes;
      grownAt = Date.now();
    } else if (Date.now() - grownAt > patienceMs && !isUnpacking()) {
      clearInterval(timer);
      stop();
    }
  }, lookMs);
  return timer;
}

function bytesBelow(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, path, name }) => sum + sizeOf(join(parentPath ?? path, name)), 0);
  } catch {
    // A folder was removed while it was read.
    return 0;
  }
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** When all has arrived it is unpacked beside the installer, which a slow disk may take long for. */
function isUnpacking() {
  return existsSync(unpacked);
}

/** What the installer said first, without its stack. */
function reasonIn(lines) {
  const said = lines.find((line) => /Error: /.test(line)) ?? lines.find((line) => line !== '');
  const cause = lines.find((line) => /\[cause\]|cause:/.test(line));
  return [said, cause]
    .filter(Boolean)
    .map((line) => line.trim().replace(/^.*?Error: /, ''))
    .join(', ')
    .slice(0, 200);
}
