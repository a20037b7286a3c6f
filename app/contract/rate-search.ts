import * as v from 'valibot';

/** One step of a search for a learning rate. */
export const triedRate = v.object({
  rate: v.number(),
  /** Of the batch of this step. */
  loss: v.number(),
  /** Of the last steps, the newest counting most. */
  smoothed: v.number(),
});
export type TriedRate = v.InferOutput<typeof triedRate>;

/** What came of a search for a learning rate. */
export const rateSearch = v.object({
  /** By rising rate. */
  tried: v.array(triedRate),
  /** How it ended: every rate was tried, or the loss ran away before. */
  ended: v.picklist(['tried-all', 'ran-away']),
  /** What a run may be given as its highest rate; null when no rate made the loss fall. */
  suggested: v.nullable(v.number()),
});
export type RateSearch = v.InferOutput<typeof rateSearch>;
