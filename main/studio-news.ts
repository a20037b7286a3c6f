import { app, dialog } from 'electron';
import type { StudioNews } from '../app/owner/keep-studio.ts';
import type { News } from './channels.ts';
import { say } from './log.ts';
import { words } from './words.ts';

export interface StudioNewsOptions {
  readonly tell: (news: News) => void;
  /** The person wants the studio that was given up to be started once more. */
  readonly again: () => void;
}

/** Tells page and log how the studio is. Once it is given up, the person is asked what now. */
export async function hearStudio(
  news: StudioNews,
  { tell, again }: StudioNewsOptions,
): Promise<void> {
  const message = messageOf(news);
  tell({ topic: 'desktop.studio', event: { connected: news.kind === 'ready', message } });
  if (message !== null) {
    say(message);
  }
  if (news.kind !== 'given-up') {
    return;
  }
  await app.whenReady();
  const { response } = await dialog.showMessageBox({
    type: 'error',
    ...words.studioGone(news.message),
    noLink: true,
  });
  if (response === 1) {
    app.quit();
  } else {
    again();
  }
}

/** What is to be said of the studio's state; null when all is well. */
function messageOf(news: StudioNews): string | null {
  switch (news.kind) {
    case 'ready':
      return null;
    case 'lost':
      return words.studioAway(news.reason);
    case 'given-up':
      return news.message;
  }
}
