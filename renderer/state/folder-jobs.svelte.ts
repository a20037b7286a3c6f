import type { Client } from '../../app/contract/client.ts';
import type { Job } from '../../app/contract/shapes.ts';
import type { RunWeights } from '../../app/domain/run.ts';
import { words } from '../words/en.ts';
import type { DialogName, Frame } from './frame.svelte.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Runs } from './runs.svelte.ts';

export interface FolderParts {
  readonly client: Client;
  readonly frame: Frame;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly runs: Runs;
}

/** A run of this project that is to be used on the pictures of any folder. */
export interface FolderOrder {
  readonly run: string;
  readonly weights: RunWeights;
  /** 0..1 */
  readonly threshold: number;
  /** The folder of the pictures. */
  readonly images: string;
}

/** One thing that a run can do with a folder. */
interface FolderWork<Order> {
  /** The method that does it, which is also the kind of its jobs. */
  readonly kind: 'folder.predict' | 'folder.evaluate';
  /** Where it is asked for. */
  readonly dialog: DialogName;
  begin(runFolder: string, order: Omit<Order, 'run'>): Promise<{ readonly job: string }>;
  /** How one that is done went, in a sentence or two. */
  done(result: unknown): string;
  /** What opens its result. */
  readonly look: string;
}

/** Runs at work on folders that need not belong to the project: asked for, started, and told of when they end. */
export class FolderJobs<Order extends FolderOrder> {
  /** The ended one whose result is being looked at. */
  shown = $state.raw<Job | null>(null);
  /** What the dialog begins with. */
  wished = $state.raw<Partial<Order>>({});

  readonly #parts: FolderParts;
  readonly #work: FolderWork<Order>;

  constructor(parts: FolderParts, work: FolderWork<Order>) {
    this.#parts = parts;
    this.#work = work;
  }

  /** Whether there is a run to do it with. */
  get possible(): boolean {
    return this.#parts.runs.predicting.length > 0;
  }

  /** The one that ended last. */
  get last(): Job | undefined {
    const { kind } = this.#work;
    return this.#parts.jobs.list
      .filter((job) => job.kind === kind && job.state !== 'running')
      .at(-1);
  }

  ask(wished: Partial<Order> = {}): void {
    this.wished = wished;
    this.#parts.frame.open(this.#work.dialog);
  }

  /** Rejects with a sentence; what goes wrong later is told by a notice. */
  async start(order: Order): Promise<void> {
    const { run, ...asked } = order;
    const { folder } = await this.#parts.client.call('run.get', { run });
    const { job } = await this.#work.begin(folder, asked);
    void this.#follow(job, order);
  }

  /** Those that were begun before this page was loaded are told of too. */
  followRunning(): void {
    for (const job of this.#parts.jobs.running) {
      if (job.kind === this.#work.kind) void this.#follow(job.id, {});
    }
  }

  /** How it ended, in a sentence or two. */
  endOf({ state, result, error, message }: Job): string {
    return state === 'done' ? this.#work.done(result) : (error?.message ?? message);
  }

  async #follow(id: string, order: Partial<Order>): Promise<void> {
    const { jobs, notices } = this.#parts;
    await notices.attempt(async () => {
      const job = await jobs.ended(id);
      const text = this.endOf(job);
      if (job.state === 'done') {
        const look = { label: this.#work.look, run: () => void (this.shown = job) };
        notices.tell(text, { tone: 'good', action: look });
      } else if (job.state === 'cancelled') {
        notices.tell(text);
      } else if (job.error !== undefined && job.error.code !== 'internal') {
        // In the place of the notice that every job has when it fails: here something can be done about it.
        const again = { label: words.general.tryAgain, run: () => this.ask(order) };
        const failed = words.general.jobFailed(job.title, text);
        notices.tell(failed, { tone: 'bad', action: again });
      }
    });
  }
}
