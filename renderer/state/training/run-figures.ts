import type { Metric } from '../../../app/contract/run-folder.ts';

/** What a run measured, as columns: a long run has a hundred thousand steps. A figure that is missing is NaN. */
export interface RunFigures {
  /** Steps done, ascending; in a long run not every one of them. */
  readonly steps: Float64Array;
  readonly losses: Float64Array;
  readonly rates: Float64Array;
  /** Lengths of the gradients. */
  readonly gradients: Float64Array;
  /** By the part of a loss that is a sum; as long as `steps`. */
  readonly lossParts: ReadonlyMap<string, Float64Array>;
  /** Of each epoch's steps: the mean loss, and how well what was learned from was found. */
  readonly epochs: readonly Metric[];
  readonly validations: readonly Metric[];
}

const noNumbers = new Float64Array(0);
export const noFigures: RunFigures = {
  steps: noNumbers,
  losses: noNumbers,
  rates: noNumbers,
  gradients: noNumbers,
  lossParts: new Map(),
  epochs: [],
  validations: [],
};

/** Gathers rows as they come; what it has handed out before stays as it was. */
export class FiguresRecorder {
  /** The row to go on from. */
  next = 0;
  figures = noFigures;

  readonly #steps = new Column();
  readonly #losses = new Column();
  readonly #rates = new Column();
  readonly #gradients = new Column();
  readonly #lossParts = new Map<string, Column>();

  take(rows: readonly Metric[], next: number): void {
    for (const { kind, step, loss, rate, gradientNorm, lossParts } of rows) {
      if (kind !== 'step') continue;
      this.#steps.push(step);
      this.#losses.push(loss ?? NaN);
      this.#rates.push(rate ?? NaN);
      this.#gradients.push(gradientNorm ?? NaN);
      for (const [part, value] of Object.entries(lossParts)) {
        const column = this.#lossParts.get(part) ?? new Column();
        this.#lossParts.set(part, column);
        column.push(value ?? NaN);
      }
    }
    const { epochs, validations } = this.figures;
    this.next = next;
    this.figures = {
      steps: this.#steps.all,
      losses: this.#losses.all,
      rates: this.#rates.all,
      gradients: this.#gradients.all,
      lossParts: new Map([...this.#lossParts].map(([part, column]) => [part, column.all])),
      epochs: [...epochs, ...rows.filter(({ kind }) => kind === 'epoch')],
      validations: [...validations, ...rows.filter(({ kind }) => kind === 'validation')],
    };
  }
}

/** Numbers that only become more. */
class Column {
  #values = new Float64Array(256);
  #length = 0;

  get all(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }
}
