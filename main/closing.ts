import { app, dialog, type BrowserWindow } from 'electron';
import type { ImportOwner } from './import-owner.ts';
import type { TrainingOwner } from './training-owner.ts';
import { say } from './log.ts';
import { stopTraining } from './stop-training.ts';
import { words } from './words.ts';

export interface ClosingOptions {
  readonly training: TrainingOwner;
  readonly imports: ImportOwner;
  /** Resolves when the page may go. */
  readonly pageSettled: () => Promise<void>;
  /** Nothing holds the window any longer: it is on its way out. */
  readonly begins: () => void;
  /** The person wants training to go on without the window. */
  readonly toBackground: () => void;
  /** Nobody can be asked: the system goes down, and what trains resumes from its checkpoint. */
  readonly systemEnds: () => boolean;
}

/** What becomes of the app when its window is closed. */
type Choice = 'stay' | 'background' | 'go';

/** Before the window closes: a run or an import under way is somebody's work, and its owner is asked. */
export function askBeforeClosing(window: BrowserWindow, options: ClosingOptions): void {
  const { training, imports, pageSettled, begins, toBackground, systemEnds } = options;
  let busy = false;
  let quitting = false;

  async function ask(question: ReturnType<typeof words.closeWhileTraining>): Promise<number> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      ...question,
      noLink: true,
    });
    return response;
  }

  async function askAboutTraining(): Promise<Choice> {
    const names = training.trainings().map(({ name }) => name);
    if (names.length === 0) {
      return 'go';
    }
    const answer = await ask(words.closeWhileTraining(names));
    if (answer === 0) {
      // It may have ended while the question stood.
      return training.trainings().length > 0 ? 'background' : 'go';
    }
    if (answer === 1) {
      await stopTraining(training, imports);
    }
    return answer === 1 ? 'go' : 'stay';
  }

  async function askAboutJobs(): Promise<Choice> {
    const titles = imports.jobs().map(({ title }) => title);
    if (titles.length === 0) {
      return 'go';
    }
    const answer = await ask(words.closeWhileWorking(titles));
    if (answer === 1) {
      await imports.cancelJobs();
    }
    return answer === 1 ? 'go' : 'stay';
  }

  async function choose(): Promise<Choice> {
    if (systemEnds()) {
      return 'go';
    }
    const choice = await askAboutTraining();
    return choice === 'go' ? askAboutJobs() : choice;
  }

  async function close(): Promise<void> {
    const choice = await choose();
    if (choice === 'stay' || window.isDestroyed()) {
      quitting = false;
      return;
    }
    begins();
    // Gone for the person at once. A full screen would be left black on a Mac.
    if (!window.isFullScreen()) {
      window.hide();
    }
    await pageSettled();
    if (choice === 'background') {
      toBackground();
    }
    // What was to be done has been done; a page that hangs would never agree to be closed.
    window.destroy();
    if (quitting && choice === 'go') {
      app.quit();
    }
  }

  function quits(): void {
    quitting = true;
  }
  app.on('before-quit', quits);
  window.on('closed', () => app.off('before-quit', quits));

  window.on('close', (event) => {
    event.preventDefault();
    // A question that stands is no reason to stay when the system ends.
    if (!busy || systemEnds()) {
      busy = true;
      close()
        .catch((error: unknown) => {
          quitting = false;
          say(`The window could not be closed: ${String(error)}`);
        })
        .finally(() => {
          busy = false;
        });
    }
  });
}
