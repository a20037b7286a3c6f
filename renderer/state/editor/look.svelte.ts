import { keep, kept } from '../kept.ts';

const name = 'maskwright_look';

export const channels = ['all', 'red', 'green', 'blue'] as const;
export type Channel = (typeof channels)[number];

/** Each object by itself, or the classes as a network is trained on them. */
export const labelViews = ['objects', 'classes'] as const;
export type LabelViewName = (typeof labelViews)[number];

/** The masks alone, what of a prediction is wrong, or two states side by side. */
export const shownKinds = ['masks', 'errors', 'compare'] as const;
export type ShownKind = (typeof shownKinds)[number];

/** What is compared: how the masks were when the picture was opened with how they are, or they with the prediction. */
export const comparedPairs = ['before', 'prediction'] as const;
export type ComparedPair = (typeof comparedPairs)[number];

/** What lies over the picture: masks, errors, or two states of it side by side. */
export type Shown = 'masks' | 'errors' | ComparedPair;

interface Stored {
  readonly opacity: number;
  readonly brightness: number;
  readonly contrast: number;
  readonly gamma: number;
  readonly channel: Channel;
  readonly view: LabelViewName;
  readonly hatched: boolean;
  readonly minimap: boolean;
  readonly predictionShown: boolean;
}

const defaults: Stored = {
  opacity: 0.45,
  brightness: 1,
  contrast: 1,
  gamma: 1,
  channel: 'all',
  view: 'objects',
  hatched: false,
  minimap: false,
  predictionShown: false,
};
const ranges = { opacity: [0, 1], light: [0.2, 3] } as const;

/** How picture and masks are shown; kept by the browser, not by the project. */
export class Look {
  opacity = $state(defaults.opacity);
  brightness = $state(defaults.brightness);
  contrast = $state(defaults.contrast);
  /** Above 1, dark parts are lighter. */
  gamma = $state(defaults.gamma);
  /** One colour of the picture alone, as grey. */
  channel = $state(defaults.channel);
  view = $state(defaults.view);
  /** A pattern for each class, for who cannot tell colours apart. */
  hatched = $state(defaults.hatched);
  /** The whole picture, small, while a part of it fills the canvas. */
  minimap = $state(defaults.minimap);
  predictionShown = $state(defaults.predictionShown);
  outlineOnly = $state(false);
  shows = $state<ShownKind>('masks');
  pair = $state<ComparedPair>('before');
  /** Where the left side ends, as a share of the canvas. */
  curtain = $state(0.5);
  /** While the key is held. */
  hidden = $state(false);

  constructor() {
    const stored = parse(kept(name));
    Object.assign(this, stored);
  }

  /** What is asked for, as far as there is a prediction for it. */
  shownWith(hasPrediction: boolean): Shown {
    const wanted = this.shows === 'compare' ? this.pair : this.shows;
    return hasPrediction || wanted === 'before' ? wanted : 'masks';
  }

  /** The picture is shown otherwise than it is stored. */
  get isAdjusted(): boolean {
    return (
      this.brightness !== defaults.brightness ||
      this.contrast !== defaults.contrast ||
      this.gamma !== defaults.gamma ||
      this.channel !== defaults.channel
    );
  }

  /** The same again goes back to the masks. */
  toggle(kind: ShownKind): void {
    this.shows = this.shows === kind ? 'masks' : kind;
  }

  nextPair(): void {
    this.shows = 'compare';
    this.pair = this.pair === 'before' ? 'prediction' : 'before';
  }

  save(): void {
    const { opacity, brightness, contrast, gamma, channel, view } = this;
    const { hatched, minimap, predictionShown } = this;
    keep(name, {
      opacity,
      brightness,
      contrast,
      gamma,
      channel,
      view,
      hatched,
      minimap,
      predictionShown,
    } satisfies Stored);
  }

  toggleView(): void {
    this.view = this.view === 'objects' ? 'classes' : 'objects';
    this.save();
  }

  resetPicture(): void {
    this.brightness = defaults.brightness;
    this.contrast = defaults.contrast;
    this.gamma = defaults.gamma;
    this.channel = defaults.channel;
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
    gamma: within(stored.gamma, ranges.light) ?? defaults.gamma,
    channel: channels.find((each) => each === stored.channel) ?? defaults.channel,
    view: labelViews.find((each) => each === stored.view) ?? defaults.view,
    hatched: stored.hatched === true,
    minimap: stored.minimap === true,
    predictionShown: stored.predictionShown === true,
  };
}

function within(value: unknown, [least, most]: readonly [number, number]): number | null {
  return typeof value === 'number' && value >= least && value <= most ? value : null;
}
