import type { Sample } from '../../contract/run-folder.ts';
import { numbersOf, shuffled } from './random.ts';

/** In which order the pictures of an epoch are shown, and which of them: `count` of them, the same for the same key. */
export type PictureOrder = (key: number) => Uint32Array;

export function pictureOrder(samples: readonly Sample[], oversample: boolean): PictureOrder {
  return oversample ? oversampledOrder(samples) : evenOrder(samples.length);
}

/** Every picture once. */
export function evenOrder(count: number): PictureOrder {
  return (key) => shuffled(count, key);
}

/**
 * As many pictures, of which those with rare classes come more than once, and some others not: by the square root of how much
 * rarer their rarest class is than the most frequent one, in pictures that show it.
 * Source: repeat factors of Gupta et al., "LVIS" (2019).
 */
export function oversampledOrder(samples: readonly Sample[]): PictureOrder {
  const weights = repeatFactors(samples.map(({ labels }) => labels.map(({ value }) => value)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const count = samples.length;
  return (key) => {
    const next = numbersOf(key);
    // Evenly spread over all weights laid in a row: each comes as often as its weight says, but for one.
    const step = total / count;
    let mark = next() * step;
    let passed = 0;
    const drawn = new Uint32Array(count);
    let at = 0;
    weights.forEach((weight, picture) => {
      passed += weight;
      for (; mark < passed && at < count; mark += step) drawn[at++] = picture;
    });
    // By rounding the last mark may lie beyond the end.
    drawn.fill(count - 1, at);
    const order = shuffled(count, Math.floor(next() * 2 ** 32));
    return order.map((place) => drawn[place]!);
  };
}

/** `classes` of each picture; one without any counts 1. */
function repeatFactors(classes: readonly (readonly number[])[]): readonly number[] {
  const shown = new Map<number, number>();
  for (const values of classes) {
    for (const value of new Set(values)) shown.set(value, (shown.get(value) ?? 0) + 1);
  }
  const most = Math.max(1, ...shown.values());
  return classes.map((values) =>
    Math.max(1, ...values.map((value) => Math.sqrt(most / (shown.get(value) ?? most)))),
  );
}
