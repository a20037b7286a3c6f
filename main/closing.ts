import { app, dialog, type BrowserWindow } from 'electron';
import type { ImportOwner } from './import-owner.ts';
import type { TrainingOwner } from './training-owner.ts';
import { words } from './words.ts';

/** An engine finishes its step and writes best and last; a large network on a slow disk takes a while. */
const stopGraceMs = 60_000;

export interface ClosingOptions {
  readonly training: TrainingOwner;
  readonly imports: ImportOwner;
  /** The person wants training to go on without the window. */
  readonly toBackground: () => void;
}

/** Before the window closes: a run or an import under way is somebody's work, and its owner is asked. */
export function askBeforeClosing(
  window: BrowserWindow,
  { training, imports, toBackground }: ClosingOptions,
): void {
  let settled = false;
  let asking = false;

  async function mayClose(): Promise<boolean> {
    const trainings = training.trainings();
    if (trainings.length > 0) {
      const names = trainings.map(({ name }) => name);
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        ...words.closeWhileTraining(names),
        cancelId: 2,
        noLink: true,
      });
      if (response === 0) {
        toBackground();
        return true;
      }
      if (response === 1) {
        await training.stopAll(stopGraceMs);
      }
      return response === 1;
    }
    const job = imports.jobs()[0];
    if (job !== undefined) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'question',
        ...words.closeWhileWorking(job.title),
        cancelId: 0,
        noLink: true,
      });
      if (response === 1) {
        await imports.cancelJobs();
      }
      return response === 1;
    }
    return true;
  }

  let quitting = false;
  function quits(): void {
    quitting = true;
  }
  app.on('before-quit', quits);

  window.on('close', (event) => {
    const isIdle = training.trainings().length === 0 && imports.jobs().length === 0;
    if (settled || isIdle) {
      return;
    }
    event.preventDefault();
    if (asking) {
      return;
    }
    asking = true;
    const wasQuitting = quitting;
    void mayClose().then((may) => {
      asking = false;
      quitting = false;
      if (may) {
        settled = true;
        window.close();
        if (wasQuitting) {
          app.quit();
        }
      }
    });
  });
  window.on('closed', () => app.off('before-quit', quits));
}
