/**
 * Part of the bootstrap of `npm test`: fetches the Electron that the tests of the window use, and says in one sentence why
 * where it cannot. Those tests fail then.
 *
 *   node prepare-test-electron.ts STAMP KEY
 *
 * Writes the file STAMP with KEY and the executable when ready. Exit code 0 means told or done, 130 interrupted.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '../../app/contract/errors.ts';
import { createProgress } from '../../app/entry/progress.ts';
import { installTestElectron, testElectronFile } from './desktop/test-electron.ts';

const [stamp = '', key = ''] = process.argv.slice(2);
const progress = createProgress(process.stderr);

async function prepare(signal: AbortSignal): Promise<number> {
  try {
    await installTestElectron({
      signal,
      onProgress({ message, done, total, secondsLeft }) {
        const counted = { done: done ?? 0, total: total ?? 0, unit: 'bytes' };
        progress.update({ title: message, message: '', secondsLeft, ...counted });
      },
    });
    progress.clear();
    await mkdir(dirname(stamp), { recursive: true });
    await writeFile(stamp, JSON.stringify({ key, file: testElectronFile() }));
  } catch (error) {
    if (signal.aborted) {
      progress.say('Interrupted; nothing was left half done.');
      return 130;
    }
    const reason = error instanceof Error ? error.message : String(error);
    progress.say(`The window cannot be tested. ${reason}`);
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
