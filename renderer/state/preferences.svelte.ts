import { keep, kept } from './kept.ts';

export type Theme = 'system' | 'dark' | 'light';
export const themes = ['system', 'dark', 'light'] as const satisfies readonly Theme[];

export const cellRangePx = { min: 96, max: 320 } as const;

interface Stored {
  readonly theme: Theme;
  readonly cellPx: number;
}

const name = 'maskwright_preferences';
const defaults: Stored = { theme: 'system', cellPx: 168 };

/** What a person set for this window; kept by the browser, not by the project. */
export class Preferences {
  theme = $state<Theme>(defaults.theme);
  /** Side of a cell in Browse. */
  cellPx = $state(defaults.cellPx);

  readonly #systemDark = matchMedia('(prefers-color-scheme: dark)');
  #systemIsDark = $state(this.#systemDark.matches);
  shownTheme = $derived(
    this.theme === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.theme,
  );

  constructor() {
    const stored = parse(kept(name));
    this.theme = stored.theme;
    this.cellPx = stored.cellPx;
    this.#systemDark.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
    });
  }

  save(): void {
    keep(name, { theme: this.theme, cellPx: this.cellPx } satisfies Stored);
  }
}

/** Whatever is there, a whole and sensible set of preferences comes of it. */
function parse(value: unknown): Stored {
  const { theme, cellPx } = (value ?? {}) as Partial<Record<keyof Stored, unknown>>;
  return {
    theme: themes.find((each) => each === theme) ?? defaults.theme,
    cellPx:
      typeof cellPx === 'number' && cellPx >= cellRangePx.min && cellPx <= cellRangePx.max
        ? cellPx
        : defaults.cellPx,
  };
}
