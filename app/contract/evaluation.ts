import * as v from 'valibot';
import { usualNearShare } from '../mask/boundary.ts';
import * as s from './shapes.ts';

/** From which probability a class is taken, 0..1. */
export const threshold = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** Outlines are near within so much of the picture's diagonal: 0.0075 is 0.75 %. */
export const outlineNear = v.pipe(v.number(), v.minValue(0.0005), v.maxValue(0.1));

/** What may be set of an evaluation, by the names that its result and the contract have for it. */
export const evaluationSettings = v.object({
  /** Which pictures of a project. */
  split: v.picklist(['train', 'val', 'test', 'all']),
  /** Of which epoch. */
  weights: s.weights,
  threshold,
  outlineNear,
  /** Of masks in a folder: the value that is left out of everything; null for none. */
  ignore: v.nullable(v.pipe(s.count, v.minValue(1), v.maxValue(255))),
});
export type EvaluationSettings = v.InferOutput<typeof evaluationSettings>;
export type EvaluationChoice = Partial<EvaluationSettings>;

/** Which pictures and how strict, under a name. Weights and threshold are none of a preset's: it would choose the better figure. */
export const evaluationPresetNames = ['tuning', 'report', 'strict'] as const;
export type EvaluationPresetName = (typeof evaluationPresetNames)[number];

export const evaluationPresets: Readonly<Record<EvaluationPresetName, EvaluationChoice>> = {
  /** Pictures by which settings are chosen: what Train shows, and what is measured unless told. */
  tuning: { split: 'val', outlineNear: usualNearShare },
  /** Pictures that chose nothing: the figure to tell others. */
  report: { split: 'test', outlineNear: usualNearShare },
  /** The same, with outlines near within a third of that: a pixel or two where the usual is five. */
  strict: { split: 'test', outlineNear: usualNearShare / 3 },
};
