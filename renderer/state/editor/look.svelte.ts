const key = 'maskwright.look';

interface Stored {
  readonly opacity: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly predictionShown: boolean;
}

const defaults: Stored = { opacity: 0.45, brightness: 1, contrast: 1, predictionShown: false };

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
    const stored = read();
    this.opacity = stored.opacity;
    this.brightness = stored.brightness;
    this.contrast = stored.contrast;
    this.predictionShown = stored.predictionShown;
  }

  save(): void {
    const { opacity, brightness, contrast, predictionShown } = this;
    try {
      localStorage.setItem(key, JSON.stringify({ opacity, brightness, contrast, predictionShown }));
    } catch {
      // A browser that keeps nothing still shows the choice until the page is closed.
    }
  }

  resetPicture(): void {
    this.brightness = defaults.brightness;
    this.contrast = defaults.contrast;
    this.save();
  }
}

function read(): Stored {
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Stored>) };
  } catch {
    return defaults;
  }
}
