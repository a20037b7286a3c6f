import { createContext } from 'svelte';
import type { Client } from '../../app/contract/client.ts';
import type { Evaluation, Result, RunSummary } from '../../app/contract/methods.ts';
import { presets, type PresetName } from '../../app/contract/presets.ts';
import {
  decidedByPictures,
  recipes,
  type TrainingChoice,
  type TrainingSettings,
} from '../../app/contract/training.ts';
import { keepDevice, keptDevice, withoutDevice } from './training/device-choice.ts';
import type { Runs } from './runs.svelte.ts';
import { throttled } from './throttled.ts';
import { Starting } from './training/starting.svelte.ts';
import { FiguresRecorder, noFigures, type RunFigures } from './training/run-figures.ts';

type Plan = Result<'training.plan'>;
type Samples = Result<'run.samples'>;
type Summary = Result<'model.summary'>;

/** A curve follows its run no faster than this. */
const followMs = 250;
/** More steps than this cannot be told apart on a screen. */
const mostSteps = 2400;

/** What is a choice even where it is as the model's recipe has it. */
const kept: ReadonlySet<string> = new Set(['model', ...decidedByPictures]);

const noSamples: Samples = { epochs: [], images: [] };

/** The Train view: the recipe at hand, the run that is looked at, and the runs laid over it. */
export class Training {
  /** What the person changed; the recipe of the model fills in the rest. What computes is remembered for this computer. */
  choice = $state.raw<TrainingChoice>(keptDevice());
  plan = $state.raw<Plan | null>(null);
  /** Of the network that would be trained. */
  summary = $state.raw<Summary | null>(null);
  /** The run the person clicked; null follows the one that trains, or the newest. */
  chosen = $state<string | null>(null);
  /** Runs laid over, in the order in which they were. */
  compared = $state.raw<readonly string[]>([]);
  /** What a run would start from. */
  readonly starting: Starting;
  /** False while another view is in front: nothing is fetched then, and nothing drawn. */
  isInFront = false;

  readonly #client: Client;
  readonly #runs: Runs;
  readonly #recorders = new Map<string, FiguresRecorder>();
  readonly #hinted = new Set<string>();
  #figures = $state.raw<ReadonlyMap<string, RunFigures>>(new Map());
  #samples = $state.raw<{ run: string; samples: Samples } | null>(null);
  #evaluations = $state.raw<{ run: string; list: readonly Evaluation[] } | null>(null);

  constructor(client: Client, runs: Runs, onError: (error: unknown) => void) {
    this.#client = client;
    this.#runs = runs;
    this.starting = new Starting(client);
    const attempt = (act: () => Promise<void>): void => void act().catch(onError);
    const follow = throttled(() => this.#follow().catch(onError), followMs);
    client.subscribe('run', ({ run }) => {
      this.#hinted.add(run);
      follow();
    });
    client.subscribe('job', ({ kind, state }) => {
      if (kind === 'evaluation' && state === 'done') {
        attempt(() => this.refreshEvaluations());
      }
    });
    client.subscribe('runtime', () => {
      attempt(() => this.replan());
    });
    client.subscribe('reconnected', () => {
      attempt(() => this.refresh());
    });
  }

  get settings(): TrainingSettings {
    return this.plan?.settings ?? recipes[this.choice.model ?? 'unet'];
  }

  get shown(): RunSummary | null {
    const chosen = this.chosen === null ? undefined : this.#runs.get(this.chosen);
    return chosen ?? this.#runs.active ?? this.#runs.list[0] ?? null;
  }

  /**
   * Whether Train can be clicked: what is to compute is there, pictures with masks, and what to start from too. Behind a run that
   * trains it waits.
   */
  get possible(): boolean {
    const { plan } = this;
    return plan !== null && plan.compute.usable && plan.train > 0 && this.starting.settled;
  }

  figuresOf(run: string): RunFigures {
    return this.#figures.get(run) ?? noFigures;
  }

  /** The fixed validation pictures of the run in front. */
  get samples(): Samples {
    return this.#samples?.run === this.shown?.name
      ? (this.#samples?.samples ?? noSamples)
      : noSamples;
  }

  /** Of the run in front, the newest first. */
  get evaluations(): readonly Evaluation[] {
    return this.#evaluations?.run === this.shown?.name ? (this.#evaluations?.list ?? []) : [];
  }

  /** Takes one setting over; a value equal to the recipe's own is no change, but where the pictures would decide otherwise. */
  async choose(change: Partial<TrainingChoice>): Promise<void> {
    const model = change.model ?? this.choice.model ?? 'unet';
    const recipe: Partial<Record<string, unknown>> = recipes[model];
    const entries = Object.entries({ ...this.choice, ...change, model }).filter(
      ([key, value]) =>
        value !== undefined && value !== '' && (kept.has(key) || recipe[key] !== value),
    );
    this.choice = Object.fromEntries(entries);
    keepDevice(this.choice);
    await this.replan();
  }

  /** Whether the recipe is another than the model's own. */
  get isRecipeChanged(): boolean {
    return Object.keys(withoutDevice(this.choice)).some((key) => key !== 'model');
  }

  /** A whole recipe in place of the present one. A seed that was chosen is no part of it, and stays. */
  async choosePreset(name: PresetName): Promise<void> {
    const { seed } = this.choice;
    const own = seed === undefined ? {} : { seed };
    this.choice = { ...keptDevice(), ...own, ...presets[name] };
    await this.replan();
  }

  /** What computes is no part of a recipe, and stays. */
  async resetRecipe(): Promise<void> {
    const { model } = this.choice;
    this.choice = { ...keptDevice(), ...(model === undefined ? {} : { model }) };
    await this.replan();
  }

  async replan(): Promise<void> {
    if (!this.isInFront) return;
    const choice = this.choice;
    const plan = await this.#client.call('training.plan', { choice });
    if (choice !== this.choice) return;
    this.plan = plan;
    const classes = Math.max(1, plan.classes.length);
    const summary = await this.#client.call('model.summary', { choice, classes });
    if (choice !== this.choice) return;
    this.summary = summary;
    await this.starting.fit(choice, classes);
  }

  async start(): Promise<void> {
    const queue = this.#runs.active !== null;
    const { source } = this.starting;
    const { run } = await this.#client.call('training.start', {
      choice: this.choice,
      queue,
      ...(source === null ? {} : { weights: source }),
    });
    await this.#show(run);
  }

  /**
   * Goes on from the run's last checkpoint, or begins it again when there is none: for more epochs than were planned, or
   * with fewer pictures at once. Computed by what is chosen now.
   */
  async resume(run: string, change: { more?: number; batch?: number } = {}): Promise<void> {
    const queue = this.#runs.active !== null;
    const { backend, gpu, gpuMemoryMb } = this.settings;
    const device = { backend, gpu, gpuMemoryMb };
    await this.#client.call('training.resume', { run, ...change, ...device, queue });
    await this.#show(run);
  }

  /** The same settings, pictures and seed once more. */
  async again(run: string): Promise<void> {
    const { run: name } = await this.#client.call('training.again', { run });
    await this.#show(name);
  }

  /** Ends an engine that hangs and goes on from its last checkpoint. */
  async restart(run: string): Promise<void> {
    await this.#client.call('training.restart', { run });
    await this.#show(run);
  }

  async pause(run: string): Promise<void> {
    await this.#runs.pause(run);
  }

  async stop(run: string): Promise<void> {
    await this.#runs.stop(run);
  }

  /** Answers how to take it back. */
  async delete(run: string): Promise<() => Promise<void>> {
    const { trash } = await this.#client.call('run.delete', { run });
    if (this.chosen === run) this.chosen = null;
    this.compare(run, false);
    this.#forget(run);
    await this.#runs.refresh();
    return async () => {
      await this.#client.call('trash.restore', { trash });
      await this.#show(run);
    };
  }

  compare(run: string, on: boolean): void {
    const others = this.compared.filter((other) => other !== run);
    this.compared = on ? [...others, run] : others;
  }

  /** Fetches what the view shows of the run in front and of those laid over it. */
  async refresh(): Promise<void> {
    if (!this.isInFront) return;
    const shown = this.shown?.name;
    const wanted = new Set([...(shown === undefined ? [] : [shown]), ...this.compared]);
    await Promise.all([
      this.replan(),
      this.refreshEvaluations(),
      ...(shown === undefined ? [] : [this.#fetchSamples(shown)]),
      ...[...wanted].map((run) => this.#fetchFigures(run)),
    ]);
  }

  async evaluate(order: {
    readonly run: string;
    readonly split: Evaluation['split'];
    readonly weights: Evaluation['weights'];
  }): Promise<void> {
    await this.#client.call('evaluation.start', order);
  }

  async refreshEvaluations(): Promise<void> {
    const run = this.shown?.name;
    if (run === undefined || !this.isInFront) return;
    const { evaluations } = await this.#client.call('evaluation.list', { run });
    this.#evaluations = { run, list: evaluations };
  }

  async #show(run: string): Promise<void> {
    this.chosen = run;
    await this.#runs.refresh();
    await this.refresh();
  }

  #forget(run: string): void {
    const figures = new Map(this.#figures);
    figures.delete(run);
    this.#figures = figures;
    this.#recorders.delete(run);
  }

  /** Of the runs that told of something new, those that can be seen. */
  async #follow(): Promise<void> {
    const hinted = [...this.#hinted];
    this.#hinted.clear();
    if (!this.isInFront) return;
    const shown = this.shown?.name;
    const seen = hinted.filter((run) => run === shown || this.compared.includes(run));
    await Promise.all(seen.map((run) => this.#fetchFigures(run)));
    if (shown === undefined || !seen.includes(shown)) return;
    // The pictures of an epoch are drawn after its figures are known: asked for until they are there.
    const validated = this.figuresOf(shown).validations.at(-1)?.epoch ?? 0;
    if ((this.samples.epochs.at(-1) ?? 0) < validated) await this.#fetchSamples(shown);
  }

  async #fetchFigures(run: string): Promise<void> {
    const known = this.#recorders.get(run) ?? new FiguresRecorder();
    this.#recorders.set(run, known);
    const from = known.next;
    const answer = await this.#client.call('run.metrics', { run, from, steps: mostSteps });
    // Deleted, or asked for twice, in the meantime.
    if (this.#recorders.get(run) !== known || known.next !== from) return;
    if (answer.next < from) {
      // A resumed run cuts its file back to the checkpoint: what was read beyond it is no longer true.
      this.#recorders.delete(run);
      await this.#fetchFigures(run);
      return;
    }
    if (answer.next === from) return;
    known.take(answer.metrics, answer.next);
    this.#figures = new Map(this.#figures).set(run, known.figures);
  }

  async #fetchSamples(run: string): Promise<void> {
    const samples = await this.#client.call('run.samples', { run });
    if (run === this.shown?.name) this.#samples = { run, samples };
  }
}

export const [useTraining, provideTraining] = createContext<Training>();
