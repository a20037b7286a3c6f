import type { RunSummary } from '../../app/contract/methods.ts';
import { words } from '../words/en.ts';
import { score } from '../words/numbers.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Tells whoever works in another view how a run ended: Train shows it by itself, and who stopped it knows. */
export function tellOfEnd(
  { name, state }: RunSummary,
  { navigation, notices }: { readonly navigation: Navigation; readonly notices: Notices },
): void {
  if (navigation.view === 'train' || state.status === 'stopped') return;
  const say = words.train.ended;
  const action = {
    label: say.show,
    run: () => {
      navigation.open('train');
    },
  };
  if (state.status === 'finished') {
    const best = state.best === null ? null : score(state.best.meanIou);
    notices.tell(say.finished(name, best), { tone: 'good', action });
    return;
  }
  if (state.status === 'paused') {
    notices.tell(say.paused(name, state.message), { action });
    return;
  }
  const text = state.status === 'failed' ? say.failed : say.interrupted;
  notices.tell(text(name, state.message), { tone: 'bad', action });
}

/**
 * Tells of a queue that was left behind when the program ended. It does not go on by itself: a person decides when the
 * processor is to be busy, and Train shows who waits.
 */
export function tellOfWaiting(
  runs: readonly RunSummary[],
  { navigation, notices }: { readonly navigation: Navigation; readonly notices: Notices },
): void {
  if (navigation.view === 'train') return;
  notices.tell(words.train.leftWaiting(runs.map(({ name }) => name)), {
    action: {
      label: words.train.ended.show,
      run: () => {
        navigation.open('train');
      },
    },
  });
}
