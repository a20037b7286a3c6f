export type Theme = 'system' | 'dark' | 'light';

interface Stored {
  readonly theme: Theme;
  readonly cellPx: number;
}

const key = 'maskwright.preferences';
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
    const stored = read();
    this.theme = stored.theme;
    this.cellPx = stored.cellPx;
    this.#systemDark.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
    });
  }

  save(): void {
    const stored: Stored = { theme: this.theme, cellPx: this.cellPx };
    try {
      localStorage.setItem(key, JSON.stringify(stored));
    } catch {
      // A browser that keeps nothing still shows the choice until the page is closed.
    }
  }
}

function read(): Stored {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Stored>;
    return { ...defaults, ...stored };
  } catch {
    return defaults;
  }
}
