import * as v from 'valibot';
import { layerField, layerNumbers } from './layers.ts';
import { method } from './method.ts';
import * as s from './shapes.ts';

/** A value of a layer. */
const place = { layer: v.pipe(v.string(), v.maxLength(200)), row: s.count, column: s.count };

/** Looking into a network: a part of the one table in `methods.ts`. */
export const layerMethods = {
  /**
   * What every layer of a run makes of a picture. Its job's result is `lookedLayers`. With `out` the maps are written there, as
   * `<nnn>-<layer>.png` with an `index.json`; without, they are kept until the next look, which ends one that is under way.
   */
  'layers.look': method(
    v.object({
      run: s.runName,
      weights: s.weights,
      image: s.id,
      /** At most so many channels of each layer. */
      channels: v.optional(v.pipe(s.count, v.minValue(1), v.maxValue(1024))),
      out: v.optional(s.path),
    }),
    s.jobStarted,
  ),
  /** The numbers around a value of a layer that convolves, pools or enlarges, and those they are made of. */
  'layers.numbers': method(
    v.object({ run: s.runName, weights: s.weights, image: s.id, ...place, channel: s.count }),
    layerNumbers,
  ),
  /** What of the square that the network sees a value depends on. */
  'layers.field': method(v.object({ run: s.runName, ...place }), layerField),
} as const;
