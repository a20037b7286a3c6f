import type { Sample } from '../../contract/run-folder.ts';
import { uprightSize, type Point } from '../../domain/geometry.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { areaOfRle } from '../../mask/rle.ts';
import { uprightFromStored } from '../../mask/turn.ts';
import { windowsWithin } from '../../mask/windows.ts';
import type { Letterboxed } from './letterboxed.ts';
import { numbersOf } from './random.ts';
import { asItIs } from './variation.ts';

/** A picture that is to be looked at in part, with what may be seen in it. */
export interface Windowable {
  readonly prepared: Letterboxed;
  readonly sample: Sample;
  /** By which of its objects, as places in the sample's list, a window may be chosen. */
  readonly objects: readonly number[];
}

/**
 * The corner of a window in a picture's square, the same for the same key: anywhere in the picture, or, by `objectShare`, a
 * share of 0..1, so that it shows a pixel of one of its objects. Each of them is as likely, so that small ones are seen too.
 * Without that share most windows of pictures with few small objects would show none (Isensee et al., "nnU-Net", arXiv
 * 1904.08128, takes a third).
 */
export function drawnWindow(
  { prepared, sample, objects }: Windowable,
  { key, windowPx, objectShare }: { key: number; windowPx: number; objectShare: number },
): Point {
  if (prepared.sidePx === windowPx) return asItIs.corner;
  const { first, last } = windowsWithin({ ...prepared, windowPx });
  const next = numbersOf(key);
  // All are drawn, whatever is wanted.
  const [isOnObject, across, down] = [next() < objectShare, next(), next()];
  const shown = isOnObject ? pixelOfObject({ prepared, sample, objects }, next) : null;
  if (shown === null) {
    return {
      x: first.x + Math.floor(across * (last.x - first.x + 1)),
      y: first.y + Math.floor(down * (last.y - first.y + 1)),
    };
  }
  const startAround = (pixel: number, share: number) =>
    Math.floor(pixel) - Math.floor(share * windowPx);
  return {
    x: Math.min(last.x, Math.max(first.x, startAround(shown.x, across))),
    y: Math.min(last.y, Math.max(first.y, startAround(shown.y, down))),
  };
}

/** Any pixel of any of the objects, as a place in the square; null where none has pixels. */
function pixelOfObject(
  { prepared: { content }, sample, objects }: Windowable,
  next: () => number,
): Point | null {
  const object = objects[Math.floor(next() * objects.length)];
  const label = object === undefined ? undefined : sample.labels[object];
  if (label === undefined) return null;
  const { width, height, turn } = sample;
  const rle = rleFromCocoCounts(label.rle, [height, width]);
  const area = areaOfRle(rle);
  if (area === 0) return null;
  const place = placeOfSet(rle.counts, Math.floor(next() * area));
  // Down each column and column by column.
  const column = Math.floor(place / height);
  const middle = { x: column + 0.5, y: place - column * height + 0.5 };
  const upright = uprightSize(sample, turn);
  const { x, y } = uprightFromStored(middle, sample, turn);
  return {
    x: content.x + (x * content.width) / upright.width,
    y: content.y + (y * content.height) / upright.height,
  };
}

/** Where the nth pixel that is set stands in the code, counted from 0. */
function placeOfSet(counts: Uint32Array, nth: number): number {
  let place = 0;
  let left = nth;
  for (let run = 1; run < counts.length; run += 2) {
    place += counts[run - 1]!;
    if (left < counts[run]!) break;
    left -= counts[run]!;
    place += counts[run]!;
  }
  return place + left;
}
