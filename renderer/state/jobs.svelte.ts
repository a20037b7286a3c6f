import type { Client } from '../../app/contract/client.ts';
import type { Job } from '../../app/contract/shapes.ts';
import { words } from '../words/en.ts';

/** Long work of the studio: imports, predictions, exports. Goes on when the window is closed. */
export class Jobs {
  list = $state.raw<readonly Job[]>([]);
  running = $derived(this.list.filter((job) => job.state === 'running'));
  /** Also those that another window, or this one before it was loaded again, has started. No run begins beside them. */
  rateSearch = $derived(this.running.find(({ kind }) => kind === 'rate-search'));
  batchSearch = $derived(this.running.find(({ kind }) => kind === 'batch-search'));
  search = $derived(this.rateSearch ?? this.batchSearch);

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
      this.#take(job);
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
    this.list = [...jobs.map((job) => this.#ended(job.id) ?? job), ...lost];
    for (const job of this.list) {
      this.#settle(job);
    }
    for (const job of lost) {
      this.#onFailed(job);
    }
  }

  /** Resolves with the job when it has ended, however it ended. */
  async ended(id: string): Promise<Job> {
    const job = this.#take(await this.#client.call('job.get', { job: id }));
    if (job.state !== 'running') {
      return job;
    }
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  async cancel(id: string): Promise<void> {
    await this.#client.call('job.cancel', { job: id });
  }

  /** Answers the job as it is now: an answer may be older than what was told while it was on its way. */
  #take(job: Job): Job {
    const ended = this.#ended(job.id);
    if (ended !== undefined) {
      return ended;
    }
    this.list =
      this.get(job.id) === undefined
        ? [...this.list, job]
        : this.list.map((other) => (other.id === job.id ? job : other));
    if (job.state === 'failed') {
      this.#onFailed(job);
    }
    this.#settle(job);
    return job;
  }

  /** What has ended stays as it ended. */
  #ended(id: string): Job | undefined {
    return this.list.find((job) => job.id === id && job.state !== 'running');
  }

  #settle(job: Job): void {
    if (job.state !== 'running') {
      this.#waiting.get(job.id)?.(job);
      this.#waiting.delete(job.id);
    }
  }
}
