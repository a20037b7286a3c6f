import type { Client } from '../../app/contract/client.ts';
import { StudioError } from '../../app/contract/errors.ts';
import type { RunSummary } from '../../app/contract/methods.ts';
import { inQueue, isRunning } from '../../app/domain/run.ts';
import type { Session } from './session.svelte.ts';
import { throttled } from './throttled.ts';

/** A run that trains tells of itself several times a second; it is looked at no more often than this. */
const followMs = 300;

export interface RunsHearing {
  /** A run that trained in this window's sight no longer does, however it ended. */
  ended(run: RunSummary): void;
  /** These were left in the queue of a project that was just opened. */
  leftWaiting(runs: readonly RunSummary[]): void;
}

/** All training runs of the project, newest first, kept up to date while one of them trains. */
export class Runs {
  list = $state.raw<readonly RunSummary[]>([]);
  active = $derived(this.list.find((run) => isRunning(run.state.status)) ?? null);
  /** Who begins when the run at work has ended. */
  next = $derived(inQueue(this.list)[0]?.name ?? null);
  /** Who waits for a turn that nobody gives, the first one first: a queue goes on by itself only behind a run. */
  leftWaiting = $derived(this.active === null ? inQueue(this.list) : []);
  /** Runs whose weights can predict. */
  predicting = $derived(this.list.filter((run) => run.predicts));

  readonly #client: Client;
  readonly #session: Session;
  readonly #hears: RunsHearing;
  /** The project whose runs were looked at already. */
  #known: string | null = null;
  /** The run that was asked to stop or to pause and finishes its step. */
  #asked = $state<{ readonly run: string; readonly to: 'stop' | 'pause' } | null>(null);
  #fetching: Promise<void> | null = null;
  #stale = false;

  constructor(client: Client, session: Session, hears: RunsHearing) {
    this.#client = client;
    this.#session = session;
    this.#hears = hears;
    const refresh = async (): Promise<void> => {
      if (session.project !== null) await this.refresh();
    };
    client.subscribe('runs', () => void refresh());
    client.subscribe('run', throttled(refresh, followMs));
    client.subscribe('reconnected', () => void refresh());
  }

  get(name: string): RunSummary | undefined {
    return this.list.find((run) => run.name === name);
  }

  isStopping(name: string): boolean {
    return this.#isAsked(name, 'stop');
  }

  isPausing(name: string): boolean {
    return this.#isAsked(name, 'pause');
  }

  /** Ends the run after its present step; what it learned is kept. */
  async stop(name: string): Promise<void> {
    await this.#ask(name, 'stop');
  }

  /** Ends it as well, to go on another time. */
  async pause(name: string): Promise<void> {
    await this.#ask(name, 'pause');
  }

  async #ask(run: string, to: 'stop' | 'pause'): Promise<void> {
    this.#asked = { run, to };
    try {
      await this.#client.call(`training.${to}`, { run });
    } catch (error) {
      this.#asked = null;
      throw error;
    }
  }

  #isAsked(name: string, to: 'stop' | 'pause'): boolean {
    return this.#asked?.run === name && this.#asked.to === to && this.active?.name === name;
  }

  /** Starts the first of those that wait; the others follow behind it. */
  async startWaiting(): Promise<void> {
    const [first] = this.leftWaiting;
    if (first !== undefined) await this.#client.call('training.resume', { run: first.name });
  }

  /** For another project. */
  forget(): void {
    this.list = [];
    this.#asked = null;
  }

  /** Resolves with a list that is no older than the call; many calls at once cost two fetches. */
  async refresh(): Promise<void> {
    this.#stale = true;
    this.#fetching ??= this.#fetchUntilFresh();
    await this.#fetching;
  }

  async #fetchUntilFresh(): Promise<void> {
    try {
      while (this.#stale) {
        this.#stale = false;
        await this.#fetch();
      }
    } finally {
      this.#fetching = null;
    }
  }

  async #fetch(): Promise<void> {
    try {
      const { runs } = await this.#client.call('run.list', {});
      const trained = this.active?.name;
      this.list = runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
      if (this.active?.name !== this.#asked?.run) this.#asked = null;
      const ended = trained === undefined ? undefined : this.get(trained);
      if (ended !== undefined && !isRunning(ended.state.status)) this.#hears.ended(ended);
      const project = this.#session.project?.folder ?? null;
      if (project !== this.#known && this.leftWaiting.length > 0) {
        this.#hears.leftWaiting(this.leftWaiting);
      }
      this.#known = project;
    } catch (error) {
      // A lost connection keeps what was known: it is met by the next hint.
      if (error instanceof StudioError && error.code === 'no-project') this.forget();
    }
  }
}
