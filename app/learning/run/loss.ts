import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import type { TrainingSettings } from '../../contract/training.ts';
import { lossByPixel } from './loss-by-pixel.ts';
import { lossByRegion } from './loss-by-region.ts';
import type { LossPart } from './planes.ts';

export interface LossSettings {
  readonly kind: TrainingSettings['loss'];
  /** How much a pixel of each class counts, the background first. */
  readonly classWeights: readonly number[];
}

/** What of a loss judges pixel by pixel, and what judges each class as a whole. */
interface Parts {
  readonly pixels?: 'cross-entropy' | 'focal';
  readonly regions?: 'dice' | 'tversky' | 'lovasz';
}

const partsOf: Readonly<Record<LossSettings['kind'], Parts>> = {
  'cross-entropy': { pixels: 'cross-entropy' },
  'cross-entropy+dice': { pixels: 'cross-entropy', regions: 'dice' },
  'cross-entropy+tversky': { pixels: 'cross-entropy', regions: 'tversky' },
  'cross-entropy+lovasz': { pixels: 'cross-entropy', regions: 'lovasz' },
  focal: { pixels: 'focal' },
  'focal+dice': { pixels: 'focal', regions: 'dice' },
  dice: { regions: 'dice' },
};

/**
 * Hears what a loss found on its way: the value of each of its parts, then how many pixels of each true class were named as each
 * class, row by row, as a `Confusion` counts them. The tensor is the hearer's to dispose.
 */
export type Found = (figures: Tensor1D) => void;

/**
 * How wrong logits [pixels, classes] are against label values [pixels] (int32, 255 = ignore): the sum of the parts of its
 * kind. An ignored pixel has no part in value or gradient. All pixels ignored: 0.
 *
 * Its gradient is written out, since tfjs would go back through thirty operations as large as the picture. Each class is a
 * plane [classes, pixels] meanwhile, since a sum along three numbers a pixel takes TensorFlow three times as long.
 */
export function lossOf(
  logits: Tensor2D,
  labels: Tensor1D,
  settings: LossSettings,
  found?: Found,
): Scalar {
  const kinds = partsOf[settings.kind];
  const loss = tf.customGrad((given, save) => {
    const classes = logits.shape[1];
    // A value that is no class, such as 255, makes a column of zeros: the pixel falls out of every sum.
    const everyClass = tf.tensor1d([...Array(classes).keys()], 'int32');
    const truth: Tensor2D = tf.cast(
      tf.equal(tf.reshape(everyClass, [classes, 1]), labels),
      'float32',
    );
    const { lowered, probabilities, logProbabilities } = softmaxOf(tf.transpose(given as Tensor2D));
    const planes = { truth, probabilities };
    const parts: LossPart[] = [];
    if (kinds.pixels !== undefined) {
      const weights = tf.tensor1d([...settings.classWeights]);
      parts.push(lossByPixel(kinds.pixels, { ...planes, logProbabilities }, weights));
    }
    if (kinds.regions !== undefined) parts.push(lossByRegion(kinds.regions, planes));
    if (found !== undefined) {
      const named = tf.cast<Tensor2D>(tf.equal(lowered, 0), 'float32');
      const counts = tf.matMul(truth, named, false, true);
      const values = parts.map(({ value }) => tf.reshape<tf.Rank.R1>(value, [1]));
      found(tf.keep(tf.concat1d([...values, tf.reshape<tf.Rank.R1>(counts, [classes * classes])])));
    }
    (save as tf.GradSaveFunc)([truth, probabilities, ...parts.flatMap(({ saved }) => saved)]);
    return {
      value: parts.map(({ value }) => value).reduce((sum, value) => tf.add(sum, value)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.transpose(tf.mul(dy, slopeOf(parts, saved))),
    };
  });
  return loss(logits) as Scalar;
}

/** Of the parts together, which share the one pass over the probabilities. */
function slopeOf(parts: readonly LossPart[], saved: readonly Tensor[]): Tensor {
  const [truth, probabilities, ...rest] = saved as [Tensor2D, Tensor2D, ...Tensor[]];
  const slopes = parts.map((part) => {
    const own = rest.splice(0, part.saved.length);
    return part.slope({ truth, probabilities }, own);
  });
  const balance = slopes.map((slope) => slope.balance).reduce((sum, each) => tf.add(sum, each));
  const direct = slopes.map((slope) => slope.direct).reduce((sum, each) => tf.add(sum, each));
  return tf.add(tf.mul(probabilities, balance), direct);
}

/** Down the classes of each pixel. */
function softmaxOf(planes: Tensor2D): {
  /** Logits less the largest of their pixel: 0 where a pixel is named so. */
  readonly lowered: Tensor2D;
  readonly probabilities: Tensor2D;
  readonly logProbabilities: Tensor2D;
} {
  const lowered = tf.sub<Tensor2D>(planes, tf.max(planes, 0, true));
  const powers = tf.exp(lowered);
  const sums = tf.sum(powers, 0, true);
  return {
    lowered,
    probabilities: tf.div(powers, sums),
    logProbabilities: tf.sub(lowered, tf.log(sums)),
  };
}
