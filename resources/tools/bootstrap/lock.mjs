import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './root.mjs';
import { say } from './say.mjs';

/** Outside `node_modules`, which npm removes while the lock is held. */
const file = join(root, '.cache', 'bootstrap.lock');
const beatMs = 2_000;
/** A holder that has not shown itself for so long is gone, whoever has its number now. */
const staleMs = 15_000;
const lookMs = 200;

/** Does `work` while no other bootstrap of this clone does its own. */
export async function alone(work) {
  await take();
  const beat = setInterval(() => {
    const now = new Date();
    utimesSync(file, now, now);
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

async function take() {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }
    if (isStale()) {
      remove();
    } else if (!told) {
      say('Another terminal is preparing Maskwright; waiting for it.');
      told = true;
    }
    await sleep(lookMs);
  }
}

function isStale() {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty for the moment between its making and its writing.
    return Date.now() - statSync(file).mtimeMs > staleMs || (pid > 0 && !isAlive(pid));
  } catch {
    return false;
  }
}

/** By a rename, so that of two who find it stale only one removes it. */
function remove() {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside);
  } catch {
    // The other one was faster.
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
