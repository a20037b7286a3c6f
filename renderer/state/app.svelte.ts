import { createContext } from 'svelte';
import type { Client } from '../../app/contract/client.ts';
import { words } from '../words/en.ts';
import { Actions } from './actions.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { Library } from './library.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { Runs } from './runs.svelte.ts';
import { Session } from './session.svelte.ts';

/** Everything the views share. Made once; components reach it with `useApp()`. */
export class AppState {
  readonly client: Client;
  readonly session: Session;
  readonly jobs: Jobs;
  readonly runs: Runs;
  readonly notices = new Notices();
  readonly navigation = new Navigation();
  readonly library = new Library();
  readonly preferences = new Preferences();
  readonly actions = new Actions(this.navigation);

  constructor(client: Client) {
    this.client = client;
    this.session = new Session(client);
    this.jobs = new Jobs(client, (job) =>
      this.notices.tell(words.general.jobFailed(job.title, job.error?.message ?? job.message), {
        tone: 'bad',
      }),
    );
    this.runs = new Runs(client);
  }
}

export const [useApp, provideApp] = createContext<AppState>();
