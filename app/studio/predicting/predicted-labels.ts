import { uprightSize, type Size, type Turn } from '../../domain/geometry.ts';
import { type Rle } from '../../mask/rle.ts';
import { bitmapFromRle } from '../../mask/rle-bitmap.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { componentsOf } from '../../mask/components.ts';
import { addToBoundary, createBoundaryCounts, type BoundaryCounts } from '../../mask/boundary.ts';
import { addToConfusion, createConfusion } from '../../mask/confusion.ts';
import { composeLabels, rlesFromLabels } from '../../mask/labels.ts';
import { letterboxOf } from '../../mask/letterbox.ts';
import { labelsFromProbabilities } from '../../mask/probability.ts';
import {
  addToSureness,
  createSurenessCounts,
  guessedOf,
  type Guessed,
} from '../../mask/sureness.ts';
import { turnStored } from '../../mask/turn.ts';
import type { LabelLayers } from '../editing/label-layers.ts';

/** A picture's prediction as the engine left it: probability maps, upright and letterboxed. */
export interface PredictedMaps extends Size {
  readonly turn: Turn;
  /** One per foreground class by ascending value, `side * side` bytes. */
  readonly maps: readonly Uint8Array[];
  readonly side: number;
  readonly threshold: number;
}

/** The label map that a prediction means, in stored pixels. */
export function predictedLabels({
  maps,
  side,
  threshold,
  turn,
  ...stored
}: PredictedMaps): Uint8Array {
  const upright = uprightSize(stored, turn);
  const letterbox = letterboxOf(upright, side);
  const labels = labelsFromProbabilities({ maps, size: side, letterbox, threshold, ...upright });
  return turnStored(labels, stored, turn);
}

export interface Compared {
  /** Background first; see `Confusion`. */
  readonly counts: Float64Array;
  /** Null when not asked for. */
  readonly more: {
    readonly outlines: BoundaryCounts;
    /** See `SurenessCounts`. */
    readonly sureness: Float64Array;
  } | null;
}

/** In full: how near outlines count as near, as a share of the diagonal. */
export interface InFull {
  readonly outlineNear: number;
}

/** One picture's label against its prediction; `inFull` with its outlines, and at every threshold. */
export function compareWithLabels(
  predicted: PredictedMaps,
  { layers, inFull }: { readonly layers: LabelLayers; readonly inFull: InFull | null },
): Compared {
  const { width, height, maps } = predicted;
  const rleOf = (counts: string) => rleFromCocoCounts(counts, [height, width]);
  const truth = composeLabels({
    width,
    height,
    layers: layers.labels.map(({ value, rle }) => ({ value, rle: rleOf(rle) })),
    ignore: layers.ignore === null ? [] : [rleOf(layers.ignore)],
  });
  const labels = predictedLabels(predicted);
  const confusion = createConfusion(maps.length + 1);
  addToConfusion(confusion, truth, labels);
  if (inFull === null) return { counts: confusion.counts, more: null };
  const outlines = createBoundaryCounts(maps.length);
  const nearShare = inFull.outlineNear;
  addToBoundary(outlines, { truth, predicted: labels, nearShare, width, height });
  const sureness = createSurenessCounts(maps.length + 1);
  addToSureness(sureness, truth, guessedStored(predicted));
  return { counts: confusion.counts, more: { outlines, sureness: sureness.counts } };
}

/** The prediction at every threshold, in stored pixels. */
function guessedStored({ maps, side, turn, width, height }: PredictedMaps): Guessed {
  const upright = uprightSize({ width, height }, turn);
  const letterbox = letterboxOf(upright, side);
  const { guesses, sureness } = guessedOf({ maps, size: side, letterbox, ...upright });
  const stored = (values: Uint8Array) => turnStored(values, { width, height }, turn);
  return { guesses: stored(guesses), sureness: stored(sureness) };
}

/** Where a class was predicted, whole and in parts that touch; masks as COCO's compressed strings. */
export interface PredictedRegion {
  readonly value: number;
  readonly rle: string;
  readonly parts: readonly string[];
}

/** Only classes predicted anywhere, by ascending value. */
export function predictedRegions(predicted: PredictedMaps): PredictedRegion[] {
  const rles = rlesFromLabels(predictedLabels(predicted), predicted);
  return [...rles].map(([value, rle]) => ({
    value,
    rle: cocoStringFromRle(rle),
    parts: partsOf(rle),
  }));
}

function partsOf(rle: Rle): string[] {
  return componentsOf(bitmapFromRle(rle)).map((part) => cocoStringFromRle(part.rle));
}
