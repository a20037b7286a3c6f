import type { Point, Rect, Size } from '../../domain/geometry.ts';
import { uprightSize } from '../../domain/geometry.ts';
import type { Sample } from '../../contract/run-folder.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { composeLabels } from '../../mask/labels.ts';
import { contentOf, letterboxLabels, letterboxOf } from '../../mask/letterbox.ts';
import { turnUpright } from '../../mask/turn.ts';
import { decodePicture } from '../../pictures/decode.ts';

/** A picture as a network sees it, whole or window by window, in bytes: RGB `sidePx` x `sidePx`, black where there is only padding. */
export interface Letterboxed {
  readonly sidePx: number;
  readonly rgb: Uint8Array;
  /** Where the picture lies. */
  readonly content: Rect;
}

/** With its label map: one value a pixel, 255 (ignore) for crowds and padding. */
export interface Prepared extends Letterboxed {
  readonly labels: Uint8Array;
  /** Which object lies on top at each pixel: the number of its place in the sample's list from 1; null if not asked for. */
  readonly objects: Uint8Array | null;
}

/** What is needed to find a picture and stand it upright. */
export interface Source extends Size {
  readonly path: string;
  readonly turn: Sample['turn'];
}

/** Rejects with a reason when the picture cannot be read. */
export async function letterboxPicture(source: Source, sidePx: number): Promise<Letterboxed> {
  const content = contentOf(letterboxOf(uprightSize(source, source.turn), sidePx));
  const { path, turn } = source;
  const { data } = await decodePicture({ path, turn, size: content });
  const rgb = new Uint8Array(sidePx * sidePx * 3);
  for (let row = 0; row < content.height; row++) {
    const line = data.subarray(row * content.width * 3, (row + 1) * content.width * 3);
    rgb.set(line, ((content.y + row) * sidePx + content.x) * 3);
  }
  return { sidePx, rgb, content };
}

/** The pixels of a window of it, row by row. */
export function cutWindow(
  { sidePx, rgb }: Pick<Letterboxed, 'sidePx' | 'rgb'>,
  corner: Point,
  windowPx: number,
): Uint8Array {
  if (windowPx === sidePx) return rgb;
  const cut = new Uint8Array(windowPx * windowPx * 3);
  for (let row = 0; row < windowPx; row++) {
    const from = ((corner.y + row) * sidePx + corner.x) * 3;
    cut.set(rgb.subarray(from, from + windowPx * 3), row * windowPx * 3);
  }
  return cut;
}

/** The sample's labels as the network is to answer them. Throws MaskError for labels that do not fit the picture. */
export function letterboxSampleLabels(sample: Sample, sidePx: number): Uint8Array {
  return letterboxLayers(sample, sidePx, ({ value }) => value);
}

function letterboxLayers(
  sample: Sample,
  sidePx: number,
  valueOf: (label: Sample['labels'][number], index: number) => number,
): Uint8Array {
  const { width, height, turn } = sample;
  const extent = [height, width] as const;
  const stored = composeLabels({
    width,
    height,
    layers: sample.labels.map((label, index) => ({
      value: valueOf(label, index),
      rle: rleFromCocoCounts(label.rle, extent),
    })),
    ignore: sample.ignore === null ? [] : [rleFromCocoCounts(sample.ignore, extent)],
  });
  const upright = uprightSize(sample, turn);
  const letterbox = letterboxOf(upright, sidePx);
  return letterboxLabels(turnUpright(stored, sample, turn), upright, { letterbox, size: sidePx });
}

export async function prepareSample(
  sample: Sample,
  sidePx: number,
  { withObjects = false } = {},
): Promise<Prepared> {
  const labels = letterboxSampleLabels(sample, sidePx);
  // A label map has room for 254; what lies beyond is pasted as one.
  const objects = withObjects
    ? letterboxLayers(sample, sidePx, (_, index) => Math.min(index + 1, 254))
    : null;
  return { ...(await letterboxPicture(sample, sidePx)), labels, objects };
}
