import type { Annotation } from '../../../app/domain/annotation.ts';
import { uprightSize } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { composeLabels, ignored } from '../../../app/mask/labels.ts';
import { rleFromSegmentation } from '../../../app/mask/segmentation.ts';
import { turnUpright } from '../../../app/mask/turn.ts';
import type { Rle } from '../../../app/mask/rle.ts';
import { predictedLabels, type PredictionMaps } from '../../canvas/prediction-maps.ts';

function rleOf({ shape }: Annotation, { width, height }: Image): Rle {
  return shape.kind === 'polygons'
    ? rleFromSegmentation(shape.polygons, height, width)
    : rleFromCocoCounts(shape.rle, [height, width]);
}

/** The picture's label map as training sees it, upright: 0 background, classes by value, 255 crowds. */
export function labelledUpright(
  image: Image,
  annotations: readonly Annotation[],
  valueOf: (category: number) => number,
): Uint8Array {
  const { width, height } = image;
  const stored = composeLabels({
    width,
    height,
    layers: annotations
      .filter((annotation) => !annotation.crowd)
      .map((annotation) => ({
        rle: rleOf(annotation, image),
        value: valueOf(annotation.category),
      })),
    ignore: annotations
      .filter((annotation) => annotation.crowd)
      .map((annotation) => rleOf(annotation, image)),
  });
  return turnUpright(stored, image, image.turn);
}

/** The prediction as a label map in the picture's own values, upright. */
export function predictedUpright(
  image: Image,
  maps: PredictionMaps,
  { threshold, values }: { readonly threshold: number; readonly values: readonly number[] },
): Uint8Array {
  const labels = predictedLabels(maps, uprightSize(image, image.turn), threshold);
  return labels.map((label) => (label === 0 ? 0 : (values[label - 1] ?? 0)));
}

export const verdict = { right: 1, missed: 2, extra: 3 } as const;

/** Where prediction and label agree on an object, where one is missed, where one is too many. Crowds are left out. */
export function errorMap(labels: Uint8Array, predicted: Uint8Array): Uint8Array {
  return labels.map((label, index) => {
    const guess = predicted[index] ?? 0;
    if (label === ignored || (label === 0 && guess === 0)) return 0;
    if (label === guess) return verdict.right;
    return label === 0 ? verdict.extra : verdict.missed;
  });
}
