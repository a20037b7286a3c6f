import { keep, kept } from '../kept.ts';

const name = 'maskwright_look';

interface Stored {
  readonly opacity: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly predictionShown: boolean;
}

const defaults: Stored = { opacity: 0.45, brightness: 1, contrast: 1, predictionShown: false };
const ranges = { opacity: [0, 1], light: [0.2, 3] } as const;

/** How picture and masks are shown; kept by the browser, not by the project. */
export class Look {
  opacity = $state(defaults.opacity);
  brightness = $state(defaults.brightness);
  contrast = $state(defaults.contrast);
  predictionShown = $state(defaults.predictionShown);
  outlineOnly = $state(false);
  /** While the key is held. */
  hidden = $state(false);

  constructor() {
    const stored = parse(kept(name));
    this.opacity = stored.opacity;
    this.brightness = stored.brightness;
    this.contrast = stored.contrast;
    this.predictionShown = stored.predictionShown;
  }

  save(): void {
    const { opacity, brightness, contrast, predictionShown } = this;
    keep(name, { opacity, brightness, contrast, predictionShown } satisfies Stored);
  }

  resetPicture(): void {
    this.brightness = defaults.brightness;
    this.contrast = defaults.contrast;
    this.save();
  }
}

/** Whatever is there, a look that can be shown comes of it. */
function parse(value: unknown): Stored {
  const stored = (value ?? {}) as Partial<Record<keyof Stored, unknown>>;
  return {
    opacity: within(stored.opacity, ranges.opacity) ?? defaults.opacity,
    brightness: within(stored.brightness, ranges.light) ?? defaults.brightness,
    contrast: within(stored.contrast, ranges.light) ?? defaults.contrast,
    predictionShown: stored.predictionShown === true,
  };
}

function within(value: unknown, [least, most]: readonly [number, number]): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}
