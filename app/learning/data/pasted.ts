import type { Place } from './varied.ts';
import { writeVaried } from './varied.ts';
import type { Prepared } from './letterboxed.ts';
import type { Variation } from './variation.ts';

/** A picture that objects are taken from, and which of them, by their place in its sample's list. */
export interface Donor {
  readonly prepared: Prepared;
  /** The label value of each of its objects. */
  readonly values: readonly number[];
  readonly isTaken: readonly boolean[];
  readonly variation: Variation;
}

/**
 * Pastes objects of another picture over what is in the place, varied on their own: pixels and labels. Plainly cut out, as
 * softer edges gain nothing (Ghiasi et al. 2021, arXiv 2012.07177, table 6).
 */
export function pasteObjects({ pictures, labels }: Place, donor: Donor): void {
  const { prepared, values, isTaken, variation } = donor;
  const { objects } = prepared;
  if (objects === null) throw new Error('The picture was prepared without its objects.');
  const other = {
    pictures: new Float32Array(pictures.length),
    labels: new Int32Array(labels.length),
  };
  writeVaried(other, { ...prepared, labels: objects }, variation);
  for (let at = 0; at < labels.length; at++) {
    // Numbered from 1; 0 is background, and 255 is padding or to be ignored.
    const object = other.labels[at]! - 1;
    if (isTaken[object] !== true) continue;
    labels[at] = values[object]!;
    pictures.set(other.pictures.subarray(at * 3, at * 3 + 3), at * 3);
  }
}
