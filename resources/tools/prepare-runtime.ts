/**
 * Part of the bootstrap: makes training possible where it can, and says in one sentence why where it cannot.
 *
 *   node prepare-runtime.ts STAMPS KEY [--now]
 *
 * Leaves `runtime.json` in the folder STAMPS when ready, `runtime-failure.json` when not, both with KEY.
 * `--now` tries again at once after a failure. Exit code 0 means told or done, 130 interrupted.
 */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/contract/errors.ts';
import { createProgress } from '../../app/entry/progress.ts';
import { installRuntime } from '../../app/runtime/install.ts';
import { loadedMembers, readManifest } from '../../app/runtime/manifest.ts';
import { findLibrary, placedBinding } from '../../app/runtime/places.ts';
import { currentState } from '../../app/runtime/state.ts';

interface Failure {
  readonly key: string;
  readonly at: number;
  readonly message: string;
}

/** So that a computer without a network or a compiler does not try, and wait, at every start. */
const patienceMs = 24 * 60 * 60 * 1_000;

const [stamps = '', key = '', ...flags] = process.argv.slice(2);
const stamp = join(stamps, 'runtime.json');
const failure = join(stamps, 'runtime-failure.json');
const progress = createProgress(process.stderr);

async function lately(): Promise<Failure | null> {
  const text = await readFile(failure, 'utf8').catch(() => 'null');
  const failed = JSON.parse(text) as Failure | null;
  return failed?.key === key && Date.now() - failed.at < patienceMs ? failed : null;
}

async function install(signal: AbortSignal): Promise<void> {
  await installRuntime({
    signal,
    onProgress({ message, done, total, secondsLeft }) {
      const counted = { done: done ?? 0, total: total ?? 0, unit: 'bytes' };
      progress.update({ title: message, message: '', secondsLeft, ...counted });
    },
  });
}

async function writeStamp(): Promise<void> {
  const found = findLibrary(readManifest());
  if (found.kind !== 'whole') {
    return;
  }
  const paths = loadedMembers(found.library).map(({ path }) => join(found.folder, path));
  const files = [...paths, placedBinding()];
  const sized = files.map(async (path) => ({ path, bytes: (await stat(path)).size }));
  await writeFile(stamp, JSON.stringify({ key, files: await Promise.all(sized) }));
  await rm(failure, { force: true });
}

async function prepare(signal: AbortSignal): Promise<number> {
  await mkdir(stamps, { recursive: true });
  const failed = flags.includes('--now') ? null : await lately();
  if (failed !== null && currentState(readManifest()).kind !== 'ready') {
    progress.say(`${failed.message} “npm run maskwright -- runtime install” tries again.`);
    return 0;
  }
  try {
    await install(signal);
    progress.clear();
    await writeStamp();
  } catch (error) {
    if (signal.aborted) {
      progress.say('Interrupted; nothing was left half done.');
      return 130;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Without the TensorFlow library training is slow; everything else works. ${reason}`;
    progress.say(error instanceof StudioError ? message : `${message} (unforeseen)`);
    await writeFile(failure, JSON.stringify({ key, at: Date.now(), message } satisfies Failure));
  }
  return 0;
}

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    controller.abort(new StudioError('cancelled', 'Interrupted.'));
  });
}
process.exit(await prepare(controller.signal));
