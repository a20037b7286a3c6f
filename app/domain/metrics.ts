/** A figure per class name. A class that is absent from labels and predictions has no figure: null, never 0. */
export type PerClass = Readonly<Record<string, number | null>>;

/** Scores over a set of pictures, from one summed confusion matrix; ignored pixels do not count. */
export interface Scores {
  /** Mean of `iou` over the foreground classes present; null when none is. */
  readonly meanIou: number | null;
  /** Intersection over union, 0..1, of each foreground class. */
  readonly iou: PerClass;
  /** 2 x intersection / (label + prediction), 0..1, of each foreground class. */
  readonly dice: PerClass;
  /** Share of pixels named right, background included: flattering when background fills the picture. */
  readonly pixelAccuracy: number | null;
}
