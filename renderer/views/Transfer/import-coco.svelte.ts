import type { SplitPlan } from '../../../app/contract/filters.ts';
import type { CocoOverview, Params } from '../../../app/contract/methods.ts';
import type { AppState } from '../../state/app.svelte.ts';

export const splitKinds = ['shares', 'counts', 'none'] as const;
export type SplitKind = (typeof splitKinds)[number];

/** The classes that are ticked first where a file has them. */
const offeredFirst = ['cat', 'dog'];

/** What a person chooses on the way from a COCO file to an import. */
export class CocoImport {
  file = $state('');
  images = $state('');
  overview = $state.raw<CocoOverview | null>(null);
  reading = $state(false);
  /** Why the file cannot be used, in a sentence. */
  fault = $state<string | null>(null);
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  limited = $state(false);
  limit = $state(1000);
  splitKind = $state<SplitKind>('shares');
  valPercent = $state(10);
  testPercent = $state(10);
  trainCount = $state(1000);
  testCount = $state(5);
  seed = $state(0);
  copy = $state(false);
  projectFolder = $state('');

  readonly #app: AppState;
  #abort = new AbortController();

  constructor(app: AppState) {
    this.#app = app;
    this.projectFolder = app.session.status?.suggestedFolder ?? '';
  }

  get ready(): boolean {
    return this.overview !== null && this.images.trim() !== '' && this.chosen.size > 0;
  }

  async inspect(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.overview = null;
    this.fault = null;
    this.reading = true;
    try {
      const overview = await this.#app.client.call(
        'import.inspect',
        { annotations: this.file.trim() },
        signal,
      );
      this.overview = overview;
      this.images = overview.suggestedImages ?? '';
      const names = overview.categories.map(({ name }) => name);
      const offered = names.filter((name) => offeredFirst.includes(name));
      this.chosen = new Set(offered.length > 0 ? offered : names);
    } catch (error) {
      if (!signal.aborted) {
        this.fault = error instanceof Error ? error.message : String(error);
      }
    } finally {
      if (!signal.aborted) {
        this.reading = false;
      }
    }
  }

  toggle(name: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(name)) {
      next.add(name);
    }
    this.chosen = next;
  }

  async start(): Promise<boolean> {
    return this.#app.imports.coco(this.#params(), this.projectFolder.trim());
  }

  /** Gives up reading a file that nobody waits for any more. */
  close(): void {
    this.#abort.abort();
  }

  #params(): Params<'import.coco'> {
    const all = this.overview?.categories.length ?? 0;
    const plan = this.#plan();
    return {
      annotations: this.file.trim(),
      images: this.images.trim(),
      copy: this.copy,
      ...(this.chosen.size === all ? {} : { categories: [...this.chosen] }),
      ...(this.limited ? { limit: this.limit } : {}),
      ...(plan === null ? {} : { plan }),
    };
  }

  #plan(): SplitPlan | null {
    switch (this.splitKind) {
      case 'none':
        return null;
      case 'shares':
        return {
          kind: 'shares',
          val: this.valPercent / 100,
          test: this.testPercent / 100,
          seed: this.seed,
        };
      case 'counts':
        return { kind: 'counts', train: this.trainCount, test: this.testCount, seed: this.seed };
    }
  }
}
