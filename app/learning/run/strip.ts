import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from '../../contract/run-folder.ts';
import { uprightSize } from '../../domain/geometry.ts';
import { letterboxOf } from '../../mask/letterbox.ts';
import { keyOf, shuffled } from '../data/random.ts';
import { replaceFile } from '../../disk/durable.ts';
import { greyPng } from '../../pictures/png.ts';

/** How many pictures are shown as predicted after each epoch. */
const stripLength = 8;

/** The images of the strip: the same ones for every epoch of a run, and for every run on the same pictures. */
export function stripImages(samples: readonly Sample[]): ReadonlySet<number> {
  const order = shuffled(samples.length, keyOf('strip'));
  return new Set([...order.subarray(0, stripLength)].map((index) => samples[index]?.image ?? -1));
}

/** Writes `<image>.png` into the folder: a label map at the network's scale, padding cut off. */
export function writeStripPicture(
  folder: string,
  { sample, labels, sidePx }: { sample: Sample; labels: Uint8Array; sidePx: number },
): void {
  const { left, top, width, height } = letterboxOf(uprightSize(sample, sample.turn), sidePx);
  const cut = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * sidePx + left;
    cut.set(labels.subarray(from, from + width), row * width);
  }
  mkdirSync(folder, { recursive: true });
  const png = greyPng(cut, { width, height });
  replaceFile(join(folder, `${String(sample.image)}.png`), png, { lasting: false });
}
