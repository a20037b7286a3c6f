import type { VariedBy } from './training.ts';

/** Bytes go by URL, never in messages. Paths are relative to the studio's origin, or to `studio://` in the app. */

/** What of all addresses an asset may stand behind. */
export const assetPath = /^\/(image|thumbnail|overlay|prediction|sample|variation|layers)\//;

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

/** Probability of one class, 8-bit grey at the run's `mapSideOf`, upright and letterboxed. */
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

/** Training pictures as a network is shown them, three by two, with their labels in colours; `draw` counts from 0. */
export function variationsUrl(settings: VariedBy, draw: number): string {
  return `/variation/${draw}?settings=${encodeURIComponent(JSON.stringify(settings))}`;
}

/** The sheet of a layer's maps by its place in the network, or the small ones of all layers side by side; see `layers.ts`. */
export function layersUrl(look: string, sheet: number | 'thumbnails'): string {
  return `/layers/${look}/${sheet}`;
}

export const variationsAcross = 3;
export const variationsDown = 2;

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
