import { app, Menu, nativeImage, Notification, Tray, type BrowserWindow } from 'electron';
import type { ImportOwner } from './import-owner.ts';
import { fractionOf, percentOf } from './progress.ts';
import type { Training, TrainingOwner } from './training-owner.ts';
import { words } from './words.ts';

const trayPx = 22;

export interface BackgroundOptions {
  readonly icon: string;
  readonly training: () => TrainingOwner;
  readonly imports: () => ImportOwner;
  readonly window: () => BrowserWindow | null;
  readonly openWindow: () => void;
}

/** What is seen of long work outside the page: the taskbar, the tray, a notification at the end. */
export interface Background {
  /** The window is about to close, and training goes on. */
  enter(): void;
  /** Whether the app lives without a window. */
  isEntered(): boolean;
  /** There is a window again. */
  leave(): void;
  /** Something moved on. */
  changed(): void;
  ended(training: Training): void;
}

export function createBackground(options: BackgroundOptions): Background {
  const { icon, training, imports, window, openWindow } = options;
  let tray: Tray | null = null;
  let entered = false;

  function showTray(): void {
    if (!entered) {
      return;
    }
    if (tray === null) {
      const image = nativeImage.createFromPath(icon).resize({ width: trayPx, height: trayPx });
      tray = new Tray(image);
      tray.on('click', openWindow);
    }
    const [run] = training().trainings();
    const line =
      run === undefined ? words.trayIdle : words.trayTraining(run.name, percentOf(run.state));
    tray.setToolTip(line);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.trayOpen, click: openWindow },
        {
          label: words.trayStop,
          enabled: run !== undefined,
          click: () => void training().stopAll(60_000),
        },
        { label: words.trayQuit, click: () => app.quit() },
      ]),
    );
  }

  return {
    enter() {
      entered = true;
      showTray();
    },
    isEntered: () => entered,
    leave() {
      entered = false;
      tray?.destroy();
      tray = null;
    },
    changed() {
      const fraction = fractionOf(training().trainings(), imports().jobs());
      window()?.setProgressBar(fraction ?? -1);
      showTray();
    },
    ended({ name, state }) {
      if (window()?.isFocused() === true || !Notification.isSupported()) {
        return;
      }
      const isDone = state?.status === 'finished';
      const best = state?.best?.meanIou ?? null;
      const notification = new Notification({
        title: isDone ? words.runEnded(name) : words.runStopped(name),
        body: isDone
          ? words.runEndedText(state.epoch, best === null ? null : best.toFixed(2))
          : words.runStoppedText,
        icon,
      });
      notification.on('click', openWindow);
      notification.show();
    },
  };
}
