import { nextKinds, type NextKind } from './editor/next-kinds.ts';
import { keep, kept } from './kept.ts';

export type Theme = 'system' | 'dark' | 'light';
export const themes = ['system', 'dark', 'light'] as const satisfies readonly Theme[];

export const cellRangePx = { min: 96, max: 320 } as const;

interface Stored {
  readonly theme: Theme;
  readonly cellPx: number;
  readonly pressureSizes: boolean;
  readonly snaps: boolean;
  readonly nextKind: NextKind;
}

const name = 'maskwright_preferences';
const defaults: Stored = {
  theme: 'system',
  cellPx: 168,
  pressureSizes: true,
  snaps: true,
  nextKind: 'untouched',
};

/** What a person set for this window; kept by the browser, not by the project. */
export class Preferences {
  theme = $state<Theme>(defaults.theme);
  /** Side of a cell in Browse. */
  cellPx = $state(defaults.cellPx);
  /** How hard a pen is pressed sets the size of the brush. */
  pressureSizes = $state(defaults.pressureSizes);
  /** Corners go onto what lies near. */
  snaps = $state(defaults.snaps);
  /** What the jump to the next picture looks for. */
  nextKind = $state<NextKind>(defaults.nextKind);
  /** A pen came near this window. */
  hasPen = $state(false);

  readonly #systemDark = matchMedia('(prefers-color-scheme: dark)');
  #systemIsDark = $state(this.#systemDark.matches);
  shownTheme = $derived(
    this.theme === 'system' ? (this.#systemIsDark ? 'dark' : 'light') : this.theme,
  );

  constructor() {
    const stored = parse(kept(name));
    this.theme = stored.theme;
    this.cellPx = stored.cellPx;
    this.pressureSizes = stored.pressureSizes;
    this.snaps = stored.snaps;
    this.nextKind = stored.nextKind;
    this.#systemDark.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
    });
  }

  save(): void {
    const { theme, cellPx, pressureSizes, snaps, nextKind } = this;
    keep(name, { theme, cellPx, pressureSizes, snaps, nextKind } satisfies Stored);
  }
}

/** Whatever is there, a whole and sensible set of preferences comes of it. */
function parse(value: unknown): Stored {
  const { theme, cellPx, pressureSizes, snaps, nextKind } = (value ?? {}) as Partial<
    Record<keyof Stored, unknown>
  >;
  return {
    theme: themes.find((each) => each === theme) ?? defaults.theme,
    cellPx:
      typeof cellPx === 'number' && cellPx >= cellRangePx.min && cellPx <= cellRangePx.max
        ? cellPx
        : defaults.cellPx,
    pressureSizes: typeof pressureSizes === 'boolean' ? pressureSizes : defaults.pressureSizes,
    snaps: typeof snaps === 'boolean' ? snaps : defaults.snaps,
    nextKind: nextKinds.find((each) => each === nextKind) ?? defaults.nextKind,
  };
}
