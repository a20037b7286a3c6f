import { createContext } from 'svelte';
import type { Client } from '../../app/contract/client.ts';
import type { Evaluation, Result, RunSummary } from '../../app/contract/methods.ts';
import type { Metric } from '../../app/contract/run-folder.ts';
import {
  recipes,
  type TrainingChoice,
  type TrainingSettings,
} from '../../app/contract/training.ts';
import type { Runs } from './runs.svelte.ts';

type Plan = Result<'training.plan'>;
type Samples = Result<'run.samples'>;

/** Where the pages of a run's metrics stand: rows read so far, and the row to go on from. */
interface Curves {
  readonly metrics: readonly Metric[];
  readonly next: number;
}

/** The Train view: the recipe at hand, the run that is looked at, and the runs laid over it. */
export class Training {
  /** What the person changed; the recipe of the model fills in the rest. */
  choice = $state.raw<TrainingChoice>({});
  plan = $state.raw<Plan | null>(null);
  /** The run the person clicked; null follows the one that trains, or the newest. */
  chosen = $state<string | null>(null);
  compared = $state.raw<ReadonlySet<string>>(new Set());
  curves = $state.raw<ReadonlyMap<string, Curves>>(new Map());
  samples = $state.raw<Samples | null>(null);
  evaluations = $state.raw<readonly Evaluation[]>([]);

  readonly #client: Client;
  readonly #runs: Runs;
  readonly #fetching = new Set<string>();

  constructor(client: Client, runs: Runs) {
    this.#client = client;
    this.#runs = runs;
    client.subscribe('run', ({ run }) => void this.#follow(run));
    client.subscribe('reconnected', () => void this.refresh());
  }

  get settings(): TrainingSettings {
    return this.plan?.settings ?? recipes[this.choice.model ?? 'unet'];
  }

  get shown(): RunSummary | null {
    const chosen = this.chosen === null ? undefined : this.#runs.get(this.chosen);
    return chosen ?? this.#runs.active ?? this.#runs.list[0] ?? null;
  }

  /** Whether Train can be clicked: the library is there, pictures with masks too, and nothing trains. */
  get possible(): boolean {
    return (
      this.#runs.active === null &&
      this.plan !== null &&
      this.plan.runtime.kind === 'ready' &&
      this.plan.train > 0
    );
  }

  metricsOf(run: string): readonly Metric[] {
    return this.curves.get(run)?.metrics ?? [];
  }

  /** Takes one setting over; a value equal to the recipe's own is no change. */
  async choose(change: Partial<TrainingChoice>): Promise<void> {
    const model = change.model ?? this.choice.model ?? 'unet';
    const recipe: Partial<Record<string, unknown>> = recipes[model];
    const entries = Object.entries({ ...this.choice, ...change, model }).filter(
      ([key, value]) =>
        value !== undefined && value !== '' && (key === 'model' || recipe[key] !== value),
    );
    this.choice = Object.fromEntries(entries);
    await this.replan();
  }

  async resetRecipe(): Promise<void> {
    this.choice = this.choice.model === undefined ? {} : { model: this.choice.model };
    await this.replan();
  }

  async replan(): Promise<void> {
    const choice = this.choice;
    const plan = await this.#client.call('training.plan', { choice });
    if (choice === this.choice) this.plan = plan;
  }

  async start(): Promise<void> {
    const { run } = await this.#client.call('training.start', { choice: this.choice });
    const { run: _name, ...kept } = this.choice;
    this.choice = kept;
    this.chosen = run;
    await this.#runs.refresh();
    await this.refresh();
  }

  async resume(run: string): Promise<void> {
    await this.#client.call('training.resume', { run });
    this.chosen = run;
    await this.#runs.refresh();
  }

  async stop(run: string): Promise<void> {
    await this.#client.call('training.stop', { run });
  }

  /** Answers how to take it back. */
  async delete(run: string): Promise<() => Promise<void>> {
    const { trash } = await this.#client.call('run.delete', { run });
    if (this.chosen === run) this.chosen = null;
    this.compare(run, false);
    await this.#runs.refresh();
    return async () => {
      await this.#client.call('trash.restore', { trash });
      await this.#runs.refresh();
    };
  }

  compare(run: string, on: boolean): void {
    const compared = new Set(this.compared);
    if (on) compared.add(run);
    else compared.delete(run);
    this.compared = compared;
    if (on) void this.#fetchMetrics(run);
  }

  /** Fetches what the view shows of the run in front and of those laid over it. */
  async refresh(): Promise<void> {
    const shown = this.shown?.name;
    await Promise.all([
      this.replan(),
      ...(shown === undefined ? [] : [this.#fetchMetrics(shown), this.#fetchSamples(shown)]),
      ...[...this.compared].map((run) => this.#fetchMetrics(run)),
      this.refreshEvaluations(),
    ]);
  }

  async refreshEvaluations(): Promise<void> {
    const run = this.shown?.name;
    if (run === undefined) {
      this.evaluations = [];
      return;
    }
    const { evaluations } = await this.#client.call('evaluation.list', { run });
    if (run === this.shown?.name) this.evaluations = evaluations;
  }

  async #follow(run: string): Promise<void> {
    if (run !== this.shown?.name && !this.compared.has(run)) return;
    await this.#fetchMetrics(run);
    // The pictures of an epoch are drawn after its figures are known: asked for until they are there.
    const validated = this.metricsOf(run).findLast((row) => row.kind === 'validation')?.epoch ?? 0;
    if ((this.samples?.epochs.at(-1) ?? 0) < validated) await this.#fetchSamples(run);
  }

  async #fetchMetrics(run: string): Promise<void> {
    if (this.#fetching.has(run)) return;
    this.#fetching.add(run);
    try {
      const known = this.curves.get(run) ?? { metrics: [], next: 0 };
      const answer = await this.#client.call('run.metrics', { run, from: known.next });
      // A resumed run cuts its file back to the checkpoint: what was read beyond it is no longer true.
      const cutBack = answer.next < known.next;
      const whole = cutBack ? await this.#client.call('run.metrics', { run, from: 0 }) : answer;
      this.curves = new Map(this.curves).set(run, {
        metrics: [...(cutBack ? [] : known.metrics), ...whole.metrics],
        next: whole.next,
      });
    } finally {
      this.#fetching.delete(run);
    }
  }

  async #fetchSamples(run: string): Promise<void> {
    const samples = await this.#client.call('run.samples', { run });
    if (run === this.shown?.name) this.samples = samples;
  }
}

export const [useTraining, provideTraining] = createContext<Training>();
