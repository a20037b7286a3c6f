import * as v from 'valibot';

/** What came of a search for as many pictures at once as fit. */
export const batchSearch = v.object({
  /** To train with; each number was tried with some more, as room for what a run holds besides. */
  batch: v.number(),
  /**
   * Why it ended: a step took as many as there may be, more would have taken most of the free memory, memory ran out, or
   * the engine died of the next trial.
   */
  ended: v.picklist(['all', 'free-memory', 'memory', 'died']),
});
export type BatchSearch = v.InferOutput<typeof batchSearch>;
