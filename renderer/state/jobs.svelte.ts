import type { Client } from '../../app/contract/client.ts';
import type { Job } from '../../app/contract/shapes.ts';
import { words } from '../words/en.ts';

/** Long work of the studio: imports, predictions, exports. Goes on when the window is closed. */
export class Jobs {
  list = $state.raw<readonly Job[]>([]);
  running = $derived(this.list.filter((job) => job.state === 'running'));
  /** Also one that another window, or this one before it was loaded again, has started. No run begins beside it. */
  rateSearch = $derived(this.running.find(({ kind }) => kind === 'rate-search'));

  readonly #client: Client;
  readonly #onFailed: (job: Job) => void;
  readonly #waiting = new Map<string, (job: Job) => void>();

  /** `onFailed` is told of each job that fails while this window looks on. */
  constructor(
    client: Client,
    { onFailed, onError }: { onFailed: (job: Job) => void; onError: (error: unknown) => void },
  ) {
    this.#client = client;
    this.#onFailed = onFailed;
    client.subscribe('job', (job) => {
      const wasRunning = this.get(job.id)?.state !== 'failed';
      this.#take(job);
      if (job.state === 'failed' && wasRunning) {
        onFailed(job);
      }
    });
    client.subscribe('reconnected', () => void this.refresh().catch(onError));
  }

  get(id: string): Job | undefined {
    return this.list.find((job) => job.id === id);
  }

  /** What the studio knows nothing of any more died with the one before it. */
  async refresh(): Promise<void> {
    const { jobs } = await this.#client.call('job.list', {});
    const lost = this.running
      .filter(({ id }) => !jobs.some((job) => job.id === id))
      .map((job): Job => ({ ...job, state: 'failed', message: words.general.jobLost }));
    this.list = [...jobs, ...lost];
    for (const job of this.list) {
      this.#settle(job);
    }
    for (const job of lost) {
      this.#onFailed(job);
    }
  }

  /** Resolves with the job when it has ended, however it ended. */
  async ended(id: string): Promise<Job> {
    const job = await this.#client.call('job.get', { job: id });
    this.#take(job);
    if (job.state !== 'running') {
      return job;
    }
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async cancel(id: string): Promise<void> {
    await this.#client.call('job.cancel', { job: id });
  }

  #take(job: Job): void {
    const known = this.list.some((other) => other.id === job.id);
    this.list = known
      ? this.list.map((other) => (other.id === job.id ? job : other))
      : [...this.list, job];
    this.#settle(job);
  }

  #settle(job: Job): void {
    if (job.state !== 'running') {
      this.#waiting.get(job.id)?.(job);
      this.#waiting.delete(job.id);
    }
  }
}
