import type { PerClass, Scores } from '../domain/metrics.ts';
import { ignored } from './labels.ts';
import { MaskError } from './mask-error.ts';

/** How many pixels of each true class were named as each class. Class 0 is background. */
export interface Confusion {
  /** Background included. */
  readonly classes: number;
  /** classes * classes pixel counts: row is the label, column the prediction. */
  readonly counts: Float64Array;
}

export function createConfusion(classes: number): Confusion {
  return { classes, counts: new Float64Array(classes * classes) };
}

/**
 * Adds the pixels of one picture; those labelled 255 do not count. Changes `confusion`.
 * Throws MaskError for maps of different length or a value that is no class, and has then added nothing.
 */
export function addToConfusion(
  confusion: Confusion,
  truth: Uint8Array,
  predicted: Uint8Array,
): void {
  if (truth.length !== predicted.length) {
    throw new MaskError(
      `A label of ${truth.length} pixels cannot be compared with a prediction of ${predicted.length}.`,
    );
  }
  const { classes } = confusion;
  const added = new Float64Array(classes * classes);
  for (let i = 0; i < truth.length; i++) {
    const label = truth[i]!;
    if (label === ignored) continue;
    const answer = predicted[i]!;
    if (label >= classes || answer >= classes) {
      throw new MaskError(
        `A label map holds class ${Math.max(label, answer)}, but there are only ${classes} with background.`,
      );
    }
    const cell = label * classes + answer;
    added[cell]!++;
  }
  for (let cell = 0; cell < added.length; cell++) {
    confusion.counts[cell]! += added[cell]!;
  }
}

/** Right, and all that were labelled or named so. */
function totalsOf(
  { classes, counts }: Confusion,
  value: number,
): readonly [number, number, number] {
  let labelled = 0;
  let named = 0;
  for (let other = 0; other < classes; other++) {
    labelled += counts[value * classes + other]!;
    named += counts[other * classes + value]!;
  }
  return [counts[value * classes + value]!, labelled, named];
}

/** Intersection over union of one class, 0..1; null when it is neither labelled nor predicted anywhere. */
export function iouOf(confusion: Confusion, value: number): number | null {
  const [right, labelled, named] = totalsOf(confusion, value);
  const union = labelled + named - right;
  return union === 0 ? null : right / union;
}

/** 2 x intersection / (labelled + predicted) of one class, 0..1; null when it is nowhere. */
export function diceOf(confusion: Confusion, value: number): number | null {
  const [right, labelled, named] = totalsOf(confusion, value);
  return labelled + named === 0 ? null : (2 * right) / (labelled + named);
}

/** Of what was named so, how much is right, 0..1; null when nothing was. */
export function precisionOf(confusion: Confusion, value: number): number | null {
  const [right, , named] = totalsOf(confusion, value);
  return named === 0 ? null : right / named;
}

/** Of what is labelled so, how much was found, 0..1; null when nothing is. */
export function recallOf(confusion: Confusion, value: number): number | null {
  const [right, labelled] = totalsOf(confusion, value);
  return labelled === 0 ? null : right / labelled;
}

/** Mean IoU of the foreground classes that are labelled or predicted somewhere; null when none is. */
export function meanIou(confusion: Confusion): number | null {
  const ious: number[] = [];
  for (let value = 1; value < confusion.classes; value++) {
    const iou = iouOf(confusion, value);
    if (iou !== null) ious.push(iou);
  }
  return ious.length === 0 ? null : ious.reduce((sum, iou) => sum + iou, 0) / ious.length;
}

/** Share of pixels named right, background included; null without pixels. */
export function pixelAccuracy({ classes, counts }: Confusion): number | null {
  let right = 0;
  let all = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    all += counts[cell]!;
    if (cell % (classes + 1) === 0) right += counts[cell]!;
  }
  return all === 0 ? null : right / all;
}

/** All of it by name; `classNames[0]` is the class of value 1. */
export function scoresOf(confusion: Confusion, classNames: readonly string[]): Scores {
  return {
    meanIou: meanIou(confusion),
    iou: perClass(confusion, classNames, iouOf),
    dice: perClass(confusion, classNames, diceOf),
    pixelAccuracy: pixelAccuracy(confusion),
  };
}

/** A figure of each foreground class by its name; `classNames[0]` is the class of value 1. */
export function perClass(
  confusion: Confusion,
  classNames: readonly string[],
  figure: (confusion: Confusion, value: number) => number | null,
): PerClass {
  return Object.fromEntries(classNames.map((name, index) => [name, figure(confusion, index + 1)]));
}
