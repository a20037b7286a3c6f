/** Bytes go by URL, never in messages. Paths are relative to the studio's origin, or to `studio://` in the app. */

/** The picture itself, its stored pixels with EXIF orientation set to 1: turning is the canvas's work. */
export function imageUrl(image: number): string {
  return `/image/${image}`;
}

/** The picture small and upright, at most `sizePx` on its longer side. */
export function thumbnailUrl(image: number, sizePx: number): string {
  return `/thumbnail/${image}?size=${sizePx}`;
}

/** Its masks in their classes' colours, upright, transparent elsewhere; the revisions make a new URL for new content. */
export function overlayUrl(
  image: number,
  { sizePx, revision, categories }: { sizePx: number; revision: number; categories: number },
): string {
  return `/overlay/${image}?size=${sizePx}&revision=${revision}&categories=${categories}`;
}

/** Probability of one class, 8-bit grey at network size, upright and letterboxed. */
export function predictionUrl(run: string, image: number, value: number): string {
  return `/prediction/${run}/${image}/${value}`;
}

/** What is shown of a fixed validation picture: what a run predicted, the label it was given, or where they differ. */
export const sampleAspects = ['prediction', 'label', 'error'] as const;
export type SampleAspect = (typeof sampleAspects)[number];

/** A fixed validation picture of a run after an epoch: colours, transparent background. */
export function sampleUrl(
  run: string,
  epoch: number,
  image: number,
  shows: SampleAspect = 'prediction',
): string {
  return `/sample/${run}/${epoch}/${image}?shows=${shows}`;
}

/** What stands behind an asset URL. Whoever streams a picture with `resetTurn` sets its EXIF orientation to 1 on the way. */
export type Asset =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly type: string;
      readonly resetTurn: boolean;
    }
  | {
      readonly kind: 'bytes';
      readonly body: Uint8Array;
      readonly type: string;
      /** True when the URL holds all that the content depends on. */
      readonly immutable: boolean;
    };
