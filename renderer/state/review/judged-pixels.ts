import type { Annotation } from '../../../app/domain/annotation.ts';
import { uprightSize, type Size } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { composeLabels } from '../../../app/mask/labels.ts';
import { letterboxOf } from '../../../app/mask/letterbox.ts';
import type { Rle } from '../../../app/mask/rle.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { guessedOf, type Guessed } from '../../../app/mask/sureness.ts';
import { turnUpright } from '../../../app/mask/turn.ts';
import type { PredictionMaps } from '../../canvas/prediction-maps.ts';

/**
 * A label and a prediction of it, one byte a pixel of the upright picture. Classes are numbered as the run does: 0 is
 * background, 255 is to be ignored. Made once a picture, so that moving the threshold costs a comparison a pixel.
 */
export interface JudgedPixels extends Size, Guessed {
  readonly labels: Uint8Array;
}

export interface Comparison {
  readonly image: Image;
  readonly annotations: readonly Annotation[];
  /** The run's classes, by ascending value. */
  readonly categories: readonly number[];
  readonly maps: PredictionMaps;
}

export function judgedPixels({ image, annotations, categories, maps }: Comparison): JudgedPixels {
  const size = uprightSize(image, image.turn);
  const labels = labelledUpright(image, annotations, categories);
  const letterbox = letterboxOf(size, maps.size);
  const guessed = guessedOf({ ...size, maps: maps.maps, size: maps.size, letterbox });
  return { ...size, labels, ...guessed };
}

/** The picture's label map as the run learns it; objects of classes that it does not know are ignored. */
function labelledUpright(
  image: Image,
  annotations: readonly Annotation[],
  categories: readonly number[],
): Uint8Array {
  const { width, height } = image;
  const drawn = annotations.map(({ category, crowd, shape }) => ({
    value: crowd ? 0 : categories.indexOf(category) + 1,
    rle: rleOf(shape, image),
  }));
  const stored = composeLabels({
    width,
    height,
    layers: drawn.filter(({ value }) => value > 0),
    ignore: drawn.filter(({ value }) => value === 0).map(({ rle }) => rle),
  });
  return turnUpright(stored, image, image.turn);
}

function rleOf(shape: Annotation['shape'], { width, height }: Size): Rle {
  return shape.kind === 'polygons'
    ? rleFromSegmentation(shape.polygons, height, width)
    : rleFromCocoCounts(shape.rle, [height, width]);
}

/** The same picture at another size: of each new pixel, what lies at its middle. */
export function resampled(pixels: JudgedPixels, to: Size): JudgedPixels {
  const columns = Uint32Array.from({ length: to.width }, (_, x) =>
    Math.floor(((x + 0.5) * pixels.width) / to.width),
  );
  function resample(values: Uint8Array): Uint8Array {
    const sampled = new Uint8Array(to.width * to.height);
    for (let y = 0; y < to.height; y++) {
      const row = Math.floor(((y + 0.5) * pixels.height) / to.height) * pixels.width;
      const start = y * to.width;
      for (let x = 0; x < to.width; x++) sampled[start + x] = values[row + (columns[x] ?? 0)] ?? 0;
    }
    return sampled;
  }
  return {
    ...to,
    labels: resample(pixels.labels),
    guesses: resample(pixels.guesses),
    sureness: resample(pixels.sureness),
  };
}

/** The label map predicted at a threshold, in hundredths. */
export function predictedAt({ guesses, sureness }: JudgedPixels, threshold: number): Uint8Array {
  const predicted = new Uint8Array(guesses.length);
  for (let at = 0; at < predicted.length; at++) {
    if ((sureness[at] ?? 0) >= threshold) predicted[at] = guesses[at] ?? 0;
  }
  return predicted;
}
