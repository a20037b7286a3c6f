import type { ElectronApplication, Page } from 'playwright-core';
import { goTo } from '../journeys/browsing.ts';
import { clickTrain, setRecipe } from '../journeys/training.ts';

/** A run that would go on for minutes, small enough to step many times a second. */
export async function startLongRun(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await setRecipe(page, { Epochs: 400, 'Picture size': 64, 'Pictures at once': 4 });
  await clickTrain(page);
  await page.getByRole('button', { name: 'Stop and keep the best' }).waitFor();
}

/** What main shows outside of the window is written down from now on. */
export async function noteSurroundings(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow, Notification, Tray }) => {
    const noted: Noted = { progress: [], notifications: [], trayLines: [], trays: 0 };
    (globalThis as unknown as { noted: Noted }).noted = noted;
    const window = BrowserWindow.getAllWindows()[0];
    if (window !== undefined) {
      window.setProgressBar = (share) => noted.progress.push(share);
    }
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      noted.notifications.push(`${this.title}: ${this.body}`);
    };
    const setToolTip = Tray.prototype.setToolTip;
    Tray.prototype.setToolTip = function note(this: Electron.Tray, line: string) {
      noted.trayLines.push(line);
      setToolTip.call(this, line);
    };
    const destroy = Tray.prototype.destroy;
    Tray.prototype.destroy = function gone(this: Electron.Tray) {
      noted.trays += 1;
      destroy.call(this);
    };
  });
}

export interface Noted {
  readonly progress: number[];
  readonly notifications: string[];
  readonly trayLines: string[];
  /** How often the tray's icon was taken away. */
  trays: number;
}

export async function surroundings(app: ElectronApplication): Promise<Noted> {
  return app.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
}
