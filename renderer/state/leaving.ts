import type { Desktop } from '../connection/electron.ts';
import type { AppState } from './app.svelte.ts';

/** Chromium hands input over apart from messages: what was painted last can arrive after the news of leaving. */
const inputRestMs = 100;

/** Before its window goes, the page saves what was painted and keeps where the person was; then it says so. */
export function answerLeaving({ editor, place }: AppState, desktop: Desktop): void {
  async function leave(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, inputRestMs));
    // A pen that is still down ends its stroke here: it will never be lifted in this window.
    const { bench } = editor;
    if (bench.isBusy && bench.pen !== null) {
      bench.release(bench.pen);
    }
    await place.flush();
    // What the studio does not take in time waits in the page's own storage for the next start.
    await editor.saving.settled().catch(() => undefined);
    await desktop.call('desktop.left', {});
  }
  desktop.onNews('desktop.leaving', () => void leave());
}
