import { app } from 'electron';
import { openDesktop } from './desktop.ts';
import { guardPages } from './guards.ts';
import { say } from './log.ts';
import { registerScheme } from './scheme.ts';

app.setName('Maskwright');
// The second start hands its words to the first and ends.
if (app.requestSingleInstanceLock()) {
  registerScheme();
  guardPages(say);
  // Root has no sandbox to enable: Chromium then refuses to start its processes.
  if (!app.commandLine.hasSwitch('no-sandbox')) {
    app.enableSandbox();
  }
  openDesktop();
} else {
  app.exit(0);
}
