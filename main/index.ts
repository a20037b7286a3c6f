import { app } from 'electron';
import { accessSync, constants, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDesktop } from './desktop.ts';
import { guardPages } from './guards.ts';
import { say } from './log.ts';
import { person } from './person.ts';
import { registerScheme } from './scheme.ts';
import { dropNodeOptions, refusedSwitch } from './start-switches.ts';
import { words } from './words.ts';

app.setName('Maskwright');
// Windows groups windows, jump list and notifications by this name; the installer registers it.
app.setAppUserModelId('org.maskwright.desktop');
useFolder(join(person, 'window'));

dropNodeOptions();
const refused = refusedSwitch();
if (refused !== null) {
  say(words.refusedSwitch(refused));
  app.exit(1);
} else if (app.requestSingleInstanceLock()) {
  registerScheme();
  guardPages(say);
  // Root has no sandbox to enable: Chromium then refuses to start its processes.
  if (!app.commandLine.hasSwitch('no-sandbox')) {
    app.enableSandbox();
  }
  openDesktop();
} else {
  // The first start has been handed this one's words.
  app.exit(0);
}

/** Chromium's own files lie beside the logs and the list of projects, so that a person has one folder to know. */
function useFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    app.setPath('userData', folder);
  } catch (error) {
    // Without a folder to write in, Chromium takes itself for a second start, and ends without a word.
    const other = mkdtempSync(join(tmpdir(), 'maskwright-window-'));
    app.setPath('userData', other);
    say(
      `${folder} cannot be written to (${String(error)}). The window keeps its things in ${other} instead, and has forgotten them at the next start.`,
    );
  }
}
