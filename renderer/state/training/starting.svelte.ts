import type { Client } from '../../../app/contract/client.ts';
import { networkSettingNames, type TrainingChoice } from '../../../app/contract/training.ts';
import type { WeightsFit, WeightsSource } from '../../../app/contract/weights-fit.ts';

/** What a run would start from, and what of it fits the network at hand: seen before it is trained. */
export class Starting {
  /** Null for random numbers. The file may still have to be chosen. */
  source = $state.raw<WeightsSource | null>(null);
  report = $state.raw<WeightsFit | null>(null);
  /** Why nothing can be taken, in a sentence. */
  fault = $state<string | null>(null);
  reading = $state(false);

  readonly #client: Client;
  /** What the report is of: a change of the rate does not read a file again. */
  #known = '';

  constructor(client: Client) {
    this.#client = client;
  }

  /** Whether a run may begin: from nothing, or from something that is known to fit. */
  get settled(): boolean {
    if (this.source === null) return true;
    return this.report !== null && this.report.taken.layers > 0;
  }

  choose(source: WeightsSource | null): void {
    this.source = source;
    this.report = null;
    this.fault = null;
    this.#known = '';
  }

  async fit(recipe: TrainingChoice, classes: number): Promise<void> {
    const { source } = this;
    if (source === null || (source.kind === 'file' && source.file === '')) return;
    const choice: TrainingChoice = Object.fromEntries(
      networkSettingNames.flatMap((name) =>
        recipe[name] === undefined ? [] : [[name, recipe[name]]],
      ),
    );
    const wanted = JSON.stringify({ source, choice, classes });
    if (wanted === this.#known) return;
    this.#known = wanted;
    this.report = null;
    this.fault = null;
    this.reading = true;
    try {
      const report = await this.#client.call('weights.fit', { source, choice, classes });
      if (wanted === this.#known) this.report = report;
    } catch (error) {
      if (wanted === this.#known) {
        this.fault = error instanceof Error ? error.message : String(error);
      }
    } finally {
      if (wanted === this.#known) this.reading = false;
    }
  }
}
