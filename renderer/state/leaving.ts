import type { Desktop } from '../connection/electron.ts';
import type { Workbench } from '../canvas/workbench.ts';

/** Chromium hands input over apart from messages: what was painted last can arrive after the news of leaving. */
const inputRestMs = 100;
/** What a tool still works out is waited for so long: the window stays no longer than twice that. */
const workedOutMs = 1_500;

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The part of the page's state that is asked before it goes. */
interface Leaver {
  readonly editor: {
    readonly bench: Workbench;
    readonly saving: { settled(): Promise<void> };
  };
  readonly place: { flush(): Promise<void> };
}

/** Before its window goes, the page saves what was painted and keeps where the person was; then it says so. */
export function answerLeaving({ editor, place }: Leaver, desktop: Desktop): void {
  async function leave(): Promise<void> {
    await rest(inputRestMs);
    // A pen that is still down ends its stroke here: it will never be lifted in this window.
    const { bench } = editor;
    if (bench.isBusy && bench.pen !== null) {
      bench.release(bench.pen);
    }
    await Promise.race([bench.settled(), rest(workedOutMs)]);
    await place.flush();
    // What the studio does not take in time waits in the page's own storage for the next start.
    await editor.saving.settled().catch(() => undefined);
    await desktop.call('desktop.left', {});
  }
  desktop.onNews('desktop.leaving', () => void leave());
}
