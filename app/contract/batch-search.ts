import * as v from 'valibot';

/** What came of a search for as many pictures at once as fit. */
export const batchSearch = v.object({
  /** To train with: some room is left where memory was seen to run out. */
  batch: v.number(),
  /** The most that a step was seen to have room for. */
  fitted: v.number(),
  /**
   * Why it ended: a step took as many as there may be, more would have taken most of the free memory, memory ran out, or
   * the engine died of the next trial.
   */
  ended: v.picklist(['all', 'free-memory', 'memory', 'died']),
});
export type BatchSearch = v.InferOutput<typeof batchSearch>;

/** Of the pictures that fitted, the share that is not taken where memory ran out above: a run holds more than its steps. */
const marginShare = 1 / 8;

export function batchSearchOf(fitted: number, ended: BatchSearch['ended']): BatchSearch {
  const ranOut = ended === 'memory' || ended === 'died';
  return { batch: ranOut ? fitted - Math.floor(marginShare * fitted) : fitted, fitted, ended };
}
