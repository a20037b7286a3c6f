import { dialog, type BrowserWindow } from 'electron';
import { words } from './words.ts';

const quickMs = 60_000;
const mostQuickCrashes = 4;

/** Brings the page back when its process died or hangs; what was painted is with the studio, where the page was it remembers. */
export function revivePage(window: BrowserWindow, log: (line: string) => void): void {
  let crashes: number[] = [];

  async function revive(reason: string): Promise<void> {
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < quickMs), now];
    log(`The page died (${reason}).`);
    if (crashes.length > mostQuickCrashes) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        ...words.pageKeepsDying,
        noLink: true,
      });
      if (response === 1) {
        window.destroy();
        return;
      }
      crashes = [];
    }
    window.webContents.reload();
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') {
      void revive(reason);
    }
  });

  let asking = false;
  window.on('unresponsive', () => {
    if (asking) {
      return;
    }
    asking = true;
    void dialog
      .showMessageBox(window, { type: 'warning', ...words.pageHangs, noLink: true })
      .then(({ response }) => {
        asking = false;
        if (response === 1) {
          window.webContents.forcefullyCrashRenderer();
        }
      });
  });
}
