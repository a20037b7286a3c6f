import { app } from 'electron';

/** Whether the system, or the terminal Maskwright was started in, wants it gone. */
export interface SystemEnd {
  isComing(): boolean;
}

/**
 * A system that shuts down waits a few seconds and then kills: a question would stand unanswered until strokes and
 * weights are lost. Electron by itself takes these signals for a person's wish to quit.
 */
export function heedSystemEnd(): SystemEnd {
  let coming = false;
  // Electron takes the signals over just before it is ready: whoever listens earlier hears nothing.
  void app.whenReady().then(() => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        coming = true;
        app.quit();
      });
    }
  });
  return { isComing: () => coming };
}
