import * as v from 'valibot';
import { id, review, split, text } from './shapes.ts';

/** Which pictures: every field narrows; what is left out does not. */
export const imageFilter = v.object({
  /** Pictures with an object of any of these classes. */
  categories: v.optional(v.array(id)),
  /** Pictures without any object. */
  unlabelled: v.optional(v.boolean()),
  splits: v.optional(v.array(split)),
  reviews: v.optional(v.array(review)),
  predicted: v.optional(v.boolean()),
  /** Score range, both ends included. */
  score: v.optional(v.tuple([v.number(), v.number()])),
  missing: v.optional(v.boolean()),
  /** Part of a name, or an id. */
  search: v.optional(text),
});
export type ImageFilter = v.InferOutput<typeof imageFilter>;

export const imageOrder = v.object({
  by: v.picklist(['id', 'name', 'review', 'score', 'edited']),
  descending: v.boolean(),
});
export type ImageOrder = v.InferOutput<typeof imageOrder>;

/** Shares of 0..1, or whole numbers of pictures by ascending id ("first 1,000 train, next 5 test"). */
export const splitPlan = v.variant('kind', [
  v.object({
    kind: v.literal('counts'),
    train: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** Left out: a seeded tenth of train. */
    val: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
    test: v.pipe(v.number(), v.integer(), v.minValue(0)),
    seed: v.pipe(v.number(), v.integer()),
  }),
  v.object({
    kind: v.literal('shares'),
    val: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    test: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    seed: v.pipe(v.number(), v.integer()),
  }),
]);
export type SplitPlan = v.InferOutput<typeof splitPlan>;
