import type { Client } from '../../app/contract/client.ts';
import type { RunSummary } from '../../app/contract/methods.ts';
import { isRunning } from '../../app/domain/run.ts';
import type { Session } from './session.svelte.ts';

/** All training runs of the project, newest first, kept up to date while one of them trains. */
export class Runs {
  list = $state.raw<readonly RunSummary[]>([]);
  active = $derived(this.list.find((run) => isRunning(run.state.status)) ?? null);
  /** Runs whose weights can predict. */
  predicting = $derived(this.list.filter((run) => run.predicts));

  readonly #client: Client;
  #fetching: Promise<void> | null = null;
  #stale = false;

  constructor(client: Client, session: Session) {
    this.#client = client;
    const refresh = (): void => {
      if (session.project !== null) {
        void this.refresh();
      }
    };
    client.subscribe('runs', refresh);
    client.subscribe('run', refresh);
    client.subscribe('reconnected', refresh);
  }

  get(name: string): RunSummary | undefined {
    return this.list.find((run) => run.name === name);
  }

  /** For another project. */
  forget(): void {
    this.list = [];
  }

  /** Many hints in a row cost two fetches: the one under way and one more. */
  async refresh(): Promise<void> {
    if (this.#fetching !== null) {
      this.#stale = true;
      return this.#fetching;
    }
    this.#fetching = this.#fetch();
    try {
      await this.#fetching;
    } finally {
      this.#fetching = null;
    }
    if (this.#stale) {
      this.#stale = false;
      await this.refresh();
    }
  }

  async #fetch(): Promise<void> {
    try {
      const { runs } = await this.#client.call('run.list', {});
      this.list = runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
    } catch {
      // Without a project there are no runs; any other failure is met by the next hint.
      this.list = [];
    }
  }
}
