import type { Skipped } from '../../contract/methods.ts';

/** More lines than a person reads; the last one says how many are left out. */
const longestReport = 1000;

/** Collects the lines of an import report. */
export class Problems {
  readonly #lines: Skipped[] = [];
  #more = 0;

  add(file: string, reason: string): void {
    if (this.#lines.length < longestReport) this.#lines.push({ file: file.slice(0, 500), reason });
    else this.#more++;
  }

  get lines(): readonly Skipped[] {
    if (this.#more === 0) return this.#lines;
    return [
      ...this.#lines,
      { file: '…', reason: `${this.#more.toLocaleString('en')} more lines like these.` },
    ];
  }

  get count(): number {
    return this.#lines.length + this.#more;
  }
}
