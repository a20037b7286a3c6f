import { draftNetwork, type Draft } from './draft.ts';
import type { Network } from './network.ts';
import { convolved, vggDepths, vggWidths, type VggWidths } from './vgg.ts';

/** How coarse what is enlarged in one go is: the smaller, the more of the encoder's finer maps are added before. */
export type FcnStride = 32 | 16 | 8;

/**
 * FCN-32s, 16s and 8s (Long, Shelhamer and Darrell 2015): VGG16 with its fully connected layers as convolutions of 7 x 7 and
 * 1 x 1, a score for each class at a thirty-second of the size, and transposed convolutions that begin as enlargements and are
 * trained. The finer two first add scores of the fourth and the third pool. Where the original pads the picture by 100 pixels
 * and cuts the border off, each layer here pads its own; and its convolutions are normalised.
 * 134 million numbers as published, of which the first layer of the top alone has 103.
 */
export function fcn(
  sidePx: number,
  classes: number,
  { stride, widths = vggWidths }: { readonly stride: FcnStride; readonly widths?: VggWidths },
): Network {
  const draft = draftNetwork(sidePx);
  const depths = vggDepths(draft, widths.depths);
  const [, , third = draft.input, fourth = draft.input, fifth = draft.input] = depths.map(
    ({ pool }) => pool,
  );
  const wide = convolved(draft, 'top1', fifth, { filters: widths.top, kernel: 7 });
  const deep = convolved(draft, 'top2', draft.dropout('top1_drop', wide, 0.5), {
    filters: widths.top,
    kernel: 1,
  });
  const features = draft.dropout('top2_drop', deep, 0.5);
  return fcnDecoder(draft, { features, third, fourth, classes, stride });
}

/** Scores of the features at a thirty-second, joined by those of the fourth and the third level, and enlarged to the picture. */
export function fcnDecoder(
  draft: Draft,
  {
    features,
    third,
    fourth,
    classes,
    stride,
  }: {
    readonly features: string;
    readonly third: string;
    readonly fourth: string;
    readonly classes: number;
    readonly stride: FcnStride;
  },
): Network {
  let scores = scored(draft, 'top', features, classes);
  if (stride <= 16) scores = refined(draft, 'pool4', { scores, finer: fourth, classes });
  if (stride === 8) scores = refined(draft, 'pool3', { scores, finer: third, classes });
  const large = enlarged(draft, 'full_size', scores, { classes, factor: stride });
  return draft.softmax('probabilities', draft.cropTo('full_crop', large, draft.input));
}

function scored(draft: Draft, name: string, from: string, classes: number): string {
  const options = { filters: classes, kernel: 1, initializer: 'he-normal' } as const;
  return draft.convolution(`${name}_scores`, from, options);
}

/** Scores twice as large, with those of a finer map added. */
function refined(
  draft: Draft,
  name: string,
  given: { readonly scores: string; readonly finer: string; readonly classes: number },
): string {
  const { scores, finer, classes } = given;
  const own = scored(draft, name, finer, classes);
  const high = enlarged(draft, `${name}_size`, scores, { classes, factor: 2 });
  return draft.add(`${name}_sum`, [draft.cropTo(`${name}_crop`, high, own), own]);
}

function enlarged(
  draft: Draft,
  name: string,
  from: string,
  { classes, factor }: { readonly classes: number; readonly factor: number },
): string {
  return draft.transposed(name, from, {
    filters: classes,
    kernel: 2 * factor,
    stride: factor,
    initializer: 'bilinear',
  });
}
