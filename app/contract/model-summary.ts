import * as v from 'valibot';
import { count } from './shapes.ts';
import { modelNames } from './training.ts';

/**
 * How much of the picture a value knows of: `sizePx` columns and as many rows of it, where it knows most; and how far apart
 * in the picture two neighbouring values stand.
 */
const receptiveField = v.object({ sizePx: count, stridePx: v.number() });

/** One layer: what it gives for one picture, and what that costs. */
const layerSummary = v.object({
  name: v.string(),
  kind: v.string(),
  width: count,
  height: count,
  channels: count,
  /** Numbers that are learned or gathered. */
  parameters: count,
  multiplyAdds: count,
  field: receptiveField,
});

/** What a network is made of and what it costs to train, worked out from its description alone. */
export const modelSummary = v.object({
  model: v.picklist(modelNames),
  /** Side of the square picture, in pixels. */
  size: count,
  /** Pictures at once. */
  batch: count,
  /** Filters, as a multiple of the model's own. */
  width: v.number(),
  /** Besides the background. */
  classes: count,
  layers: v.array(layerSummary),
  parameters: v.object({
    trained: count,
    /** Such as the running mean of a normalisation. */
    gathered: count,
  }),
  /** Of all convolutions, for one picture on its way through; a step of training is about three times that for each. */
  multiplyAdds: count,
  /** What a step of training holds, in bytes, by the formula in `app/learning/models/memory-needed.ts`. */
  bytes: v.object({ weights: count, optimiser: count, activations: count }),
  /** Of what the network gives; `stridePx` is that of its coarsest layer. */
  field: receptiveField,
});

export type ModelSummary = v.InferOutput<typeof modelSummary>;
