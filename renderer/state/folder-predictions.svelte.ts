import type { Client } from '../../app/contract/client.ts';
import type { FolderPrediction } from '../../app/contract/methods.ts';
import type { Job } from '../../app/contract/shapes.ts';
import type { RunWeights } from '../../app/domain/run.ts';
import { words } from '../words/en.ts';
import type { Frame } from './frame.svelte.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Runs } from './runs.svelte.ts';

interface Parts {
  readonly client: Client;
  readonly frame: Frame;
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly runs: Runs;
}

/** What a person wants predicted: pictures of any folder, with a run of this project. */
export interface FolderOrder {
  readonly run: string;
  readonly weights: RunWeights;
  /** The folder of the pictures. */
  readonly images: string;
  /** The folder of what is written. */
  readonly out: string;
  /** 0..1 */
  readonly threshold: number;
  readonly overwrite: boolean;
}

/** What was written, under the title of its job. */
export interface PredictionReport {
  readonly title: string;
  readonly result: FolderPrediction;
}

const kind = 'folder.predict';

/** Runs at work on folders of pictures that need not belong to the project: asked for, started, and told of when they end. */
export class FolderPredictions {
  /** The report that is being looked at. */
  shownReport = $state.raw<PredictionReport | null>(null);
  /** What the dialog begins with. */
  wished = $state.raw<Partial<FolderOrder>>({});

  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether there is a run to predict with. */
  get possible(): boolean {
    return this.#parts.runs.predicting.length > 0;
  }

  /** The one that ended last. */
  get last(): Job | undefined {
    return this.#parts.jobs.list
      .filter((job) => job.kind === kind && job.state !== 'running')
      .at(-1);
  }

  ask(wished: Partial<FolderOrder> = {}): void {
    this.wished = wished;
    this.#parts.frame.open('predict-folder');
  }

  /** Rejects with a sentence; what goes wrong later is told by a notice. */
  async start(order: FolderOrder): Promise<void> {
    const { client } = this.#parts;
    const { run, ...asked } = order;
    const { folder } = await client.call('run.get', { run });
    const { job } = await client.call(kind, { runFolder: folder, ...asked });
    void this.#follow(job, order);
  }

  /** Those that were begun before this page was loaded are told of too. */
  followRunning(): void {
    for (const job of this.#parts.jobs.running) {
      if (job.kind === kind) void this.#follow(job.id, {});
    }
  }

  async #follow(id: string, order: Partial<FolderOrder>): Promise<void> {
    const { jobs, notices } = this.#parts;
    await notices.attempt(async () => {
      const job = await jobs.ended(id);
      const text = endOf(job);
      if (job.state === 'done') {
        const show = { label: words.transfer.showReport, run: () => this.#show(job) };
        notices.tell(text, { tone: 'good', action: show });
      } else if (job.state === 'cancelled') {
        notices.tell(text);
      } else if (job.error !== undefined && job.error.code !== 'internal') {
        // In the place of the notice that every job has when it fails: here something can be done about it.
        const again = { label: words.predicting.tryAgain, run: () => this.ask(order) };
        const failed = words.general.jobFailed(job.title, text);
        notices.tell(failed, { tone: 'bad', action: again });
      }
    });
  }

  #show({ title, result }: Job): void {
    this.shownReport = { title, result: result as FolderPrediction };
  }
}

/** How it ended, in a sentence or two. */
export function endOf({ state, result, error, message }: Job): string {
  if (state !== 'done') return error?.message ?? message;
  const { pictures, out, skipped } = result as FolderPrediction;
  const done = words.predicting.done(pictures, out);
  return skipped.length === 0 ? done : `${done} ${words.predicting.leftOut(skipped.length)}`;
}
