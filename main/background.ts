import { app, Menu, nativeImage, Notification, Tray, type BrowserWindow } from 'electron';
import type { ImportOwner } from './import-owner.ts';
import { fractionOf, percentOf } from './progress.ts';
import { stopTraining } from './stop-training.ts';
import type { Training, TrainingOwner } from './training-owner.ts';
import { words } from './words.ts';

const trayPx = 22;
/** Takes the bar away. */
const noProgress = -1;

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
  /** A window is seen that shows nothing of it yet. */
  shown(): void;
  /** Something moved on. */
  changed(): void;
  ended(training: Training): void;
}

export function createBackground(options: BackgroundOptions): Background {
  const { icon, training, imports, window, openWindow } = options;
  let tray: Tray | null = null;
  let entered = false;
  let shownLine = '';
  let shownFraction = noProgress;
  /** A notification that nothing holds forgets what to do when it is clicked. */
  const notifications = new Set<Notification>();

  function makeTray(): Tray {
    const image = nativeImage.createFromPath(icon).resize({ width: trayPx, height: trayPx });
    const made = new Tray(image);
    made.on('click', openWindow);
    return made;
  }

  function showTray(): void {
    const [run, ...others] = training().trainings();
    const line =
      run === undefined
        ? words.trayIdle
        : words.trayTraining(run.name, percentOf(run.state), others.length);
    // An engine speaks many times a second; whoever looks at the tray's menu wants it to stay.
    if (!entered || (tray !== null && line === shownLine)) {
      return;
    }
    shownLine = line;
    tray ??= makeTray();
    tray.setToolTip(line);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.trayOpen, click: openWindow },
        {
          label: words.trayStop,
          enabled: run !== undefined,
          click: () => void stopTraining(training(), imports()),
        },
        {
          label: run === undefined ? words.trayQuit : words.trayQuitTraining,
          click: () => {
            app.quit();
          },
        },
      ]),
    );
  }

  function showProgress(): void {
    const shown = window();
    const fraction = fractionOf(training().trainings(), imports().jobs()) ?? noProgress;
    if (shown !== null && !shown.isDestroyed() && fraction !== shownFraction) {
      shownFraction = fraction;
      shown.setProgressBar(fraction);
    }
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
      shownFraction = noProgress;
      showProgress();
    },
    shown() {
      shownFraction = noProgress;
      showProgress();
    },
    changed() {
      showProgress();
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
      notifications.add(notification);
      notification.on('click', openWindow);
      const letGo = (): void => {
        notifications.delete(notification);
      };
      notification.on('close', letGo);
      notification.on('failed', letGo);
      notification.show();
    },
  };
}
