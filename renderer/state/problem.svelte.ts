import type { Result } from '../../app/contract/methods.ts';
import { joined, stretchesOf, type ReportPart } from '../frame/problem-text.ts';
import { words } from '../words/en.ts';
import type { AppState } from './app.svelte.ts';

/** A report while a person puts it together. */
export class ProblemReport {
  happened = $state('');
  /** Null while it is collected. */
  collected = $state.raw<Result<'problem.collect'> | null>(null);
  #leftOut = $state.raw<ReadonlySet<string>>(new Set());
  readonly #window: ReportPart;

  /** What can be chosen; what the person writes is in whenever there is any. */
  parts = $derived.by((): readonly ReportPart[] =>
    this.collected === null ? [] : [...this.collected.parts, this.#window],
  );
  stretches = $derived.by(() =>
    stretchesOf([
      ...(this.happened.trim() === ''
        ? []
        : [{ name: words.problem.happened, text: this.happened }]),
      ...this.parts.filter(({ name }) => this.isIn(name)),
    ]),
  );
  text = $derived(joined(this.stretches));
  bytes = $derived(new TextEncoder().encode(this.text).length);

  constructor(app: AppState, message: string | null) {
    this.happened = message === null ? '' : words.problem.messageWas(message);
    this.#window = { name: words.problem.window, text: windowFacts(app) };
  }

  isIn(name: string): boolean {
    return !this.#leftOut.has(name);
  }

  choose(name: string, isIn: boolean): void {
    const leftOut = new Set(this.#leftOut);
    if (isIn) {
      leftOut.delete(name);
    } else {
      leftOut.add(name);
    }
    this.#leftOut = leftOut;
  }
}

function windowFacts({ navigation, preferences, desktop }: AppState): string {
  return [
    `Shown in: ${desktop === null ? 'a browser' : 'the desktop window'}`,
    `Browser: ${navigator.userAgent}`,
    `Languages: ${navigator.languages.join(', ')}`,
    `Size: ${window.innerWidth} × ${window.innerHeight}, ${window.devicePixelRatio} dots to a pixel`,
    `View: ${navigation.view}`,
    `Theme: ${preferences.theme} (${preferences.shownTheme})`,
  ].join('\n');
}
