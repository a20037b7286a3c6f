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
  // Whatever a switch says, a page of ours has no more rights than the sandbox gives.
  app.enableSandbox();
  openDesktop();
} else {
  app.exit(0);
}
