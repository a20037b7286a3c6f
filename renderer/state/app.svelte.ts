import { createContext } from 'svelte';
import type { Client } from '../../app/contract/client.ts';
import type { Job } from '../../app/contract/shapes.ts';
import type { Desktop } from '../connection/electron.ts';
import { words } from '../words/en.ts';
import { Actions } from './actions.svelte.ts';
import { Editor } from './editor.svelte.ts';
import type { FolderJobs } from './folder-jobs.svelte.ts';
import { folderMeasurements, type MeasurementOrder } from './folder-measurements.ts';
import { folderPredictions, type PredictionOrder } from './folder-predictions.ts';
import { Frame } from './frame.svelte.ts';
import { Imports } from './imports.svelte.ts';
import { Jobs } from './jobs.svelte.ts';
import { Keymap } from './keymap.svelte.ts';
import { Library } from './library.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { PlaceKeeper } from './place.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { tellOfEnd, tellOfWaiting } from './run-ended.ts';
import { Runs } from './runs.svelte.ts';
import { Runtime } from './runtime.svelte.ts';
import { Session } from './session.svelte.ts';
import { Updates } from './updates.svelte.ts';

/** Everything the views share. Made once; components reach it with `useApp()`. */
export class AppState {
  readonly client: Client;
  /** The window around the page; null in a browser. */
  readonly desktop: Desktop | null;
  readonly session: Session;
  readonly jobs: Jobs;
  readonly runs: Runs;
  readonly runtime: Runtime;
  readonly imports: Imports;
  readonly folderPredictions: FolderJobs<PredictionOrder>;
  readonly folderMeasurements: FolderJobs<MeasurementOrder>;
  readonly editor: Editor;
  readonly place: PlaceKeeper;
  readonly updates: Updates;
  readonly notices = new Notices();
  readonly navigation = new Navigation();
  readonly library = new Library();
  readonly frame = new Frame();
  readonly preferences = new Preferences();
  readonly keymap = new Keymap();
  readonly actions = new Actions(this.navigation);

  constructor(client: Client, desktop: Desktop | null) {
    this.client = client;
    this.desktop = desktop;
    const onError = (error: unknown): void => this.notices.fail(error);
    const onFailed = ({ title, message, error }: Job): void => {
      const text = words.general.jobFailed(title, error?.message ?? message);
      this.notices.tell(text, { tone: 'bad', unforeseen: error?.code === 'internal' });
    };
    this.session = new Session(client, onError);
    this.jobs = new Jobs(client, { onFailed, onError });
    this.runtime = new Runtime(client, onError);
    this.runs = new Runs(client, this.session, {
      ended: (run) => {
        tellOfEnd(run, this);
      },
      leftWaiting: (runs) => {
        tellOfWaiting(runs, this);
      },
    });
    this.imports = new Imports(this);
    this.folderPredictions = folderPredictions(this);
    this.folderMeasurements = folderMeasurements(this);
    this.editor = new Editor(this);
    this.place = new PlaceKeeper(this);
    this.updates = new Updates(desktop, onError);
  }

  /** Whom a person means to predict with: the wished one, that which is looked at in Train, the newest; empty for none. */
  likelyRun(wished: string | undefined): string {
    const names = this.runs.predicting.map(({ name }) => name);
    return [wished, this.place.run].find((name) => names.includes(name ?? '')) ?? names[0] ?? '';
  }

  /** Opens another project as soon as what was painted is saved in its own. Rejects with a sentence. */
  async openProject(folder: string, wanted = { create: false }): Promise<void> {
    await this.editor.saving.settled();
    await this.session.openProject(folder, wanted);
  }

  async closeProject(): Promise<void> {
    await this.editor.saving.settled();
    await this.session.closeProject();
  }

  /** Asks for everything that every view needs. */
  async start(): Promise<void> {
    // Nothing waits for it: it asks the driver of a graphics card, which takes its time.
    void this.notices.attempt(() => this.runtime.refresh());
    await this.notices.attempt(async () => {
      await this.session.refresh();
      await this.jobs.refresh();
      this.folderPredictions.followRunning();
      this.folderMeasurements.followRunning();
    });
  }
}

export const [useApp, provideApp] = createContext<AppState>();
