import { dialog, type BrowserWindow, type WebContents } from 'electron';
import { words } from './words.ts';

const quickMs = 60_000;
const mostQuickCrashes = 4;

export interface ReviveOptions {
  readonly log: (line: string) => void;
  /** The person had enough of a page that keeps dying. */
  readonly giveUp: () => void;
}

/** Brings the page back when its process died or hangs; what was painted is with the studio, and so is where the page was. */
export function revivePage(window: BrowserWindow, { log, giveUp }: ReviveOptions): void {
  let crashes: number[] = [];

  async function revive(reason: string): Promise<void> {
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < quickMs), now];
    log(`The page died (${reason}) and is loaded again.`);
    if (crashes.length > mostQuickCrashes) {
      crashes = [];
      const { response } = await dialog.showMessageBox(window, {
        type: 'error',
        ...words.pageKeepsDying,
        noLink: true,
      });
      if (response === 1) {
        giveUp();
        window.destroy();
        return;
      }
    }
    if (!window.isDestroyed()) {
      window.webContents.reload();
    }
  }

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') {
      // Electron 9 itself falls when a page is loaded in the midst of this.
      setImmediate(() => {
        revive(reason).catch((error: unknown) => {
          log(`The page could not be brought back: ${String(error)}`);
        });
      });
    }
  });

  let asking = false;
  window.on('unresponsive', () => {
    if (asking) {
      return;
    }
    asking = true;
    log('The page does not answer.');
    dialog
      .showMessageBox(window, { type: 'warning', ...words.pageHangs, noLink: true })
      .then(({ response }) => {
        if (response === 1 && !window.isDestroyed()) {
          // It then comes back as after any other crash.
          endPage(window.webContents);
        }
      })
      .catch((error: unknown) => {
        log(`The page that hangs could not be ended: ${String(error)}`);
      })
      .finally(() => {
        asking = false;
      });
  });
}

/** Electron before 11 cannot end a page that hangs; the system can. */
function endPage(contents: WebContents): void {
  const end = (contents as Partial<WebContents>).forcefullyCrashRenderer?.bind(contents);
  if (end === undefined) {
    const pid = contents.getOSProcessId();
    // Nought is a page without a process: to the system it would mean main and all that it started.
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } else {
    end();
  }
}
