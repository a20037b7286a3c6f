import type { ZooDecoder } from '../../../contract/zoo.ts';
import type { Draft } from '../draft.ts';
import { answerEnlarged } from '../enlarged-answer.ts';
import { fcnDecoder, type FcnStride } from '../fcn.ts';
import type { Network } from '../network.ts';
import { pyramid } from '../pyramid.ts';
import { convolved, vggWidths } from '../vgg.ts';
import type { Depth, EncoderLevel } from './encoders.ts';

interface Given {
  readonly levels: readonly EncoderLevel[];
  readonly classes: number;
  /** How wide a layer is that was published with so many filters. */
  readonly filters: (own: number) => number;
}

/**
 * The decoders of keras-segmentation. All answer at the full size of the picture, which those did not: FCN-8 some pixels too
 * large, SegNet and U-Net at a half and PSPNet at a quarter, where labels were made smaller to train and to measure. What comes up
 * is enlarged bilinearly as scores, or cut to fit, so that the counts of numbers are the same.
 */
export const decoders: Readonly<Record<ZooDecoder, Decoder>> = {
  fcn_8: { depth: 5, draw: (draft, given) => fcn(draft, given, 8) },
  fcn_32: { depth: 5, draw: (draft, given) => fcn(draft, given, 32) },
  segnet: { depth: 4, draw: segnet },
  unet: { depth: 4, draw: unet },
  pspnet: { depth: 5, draw: pspnet },
};

interface Decoder {
  /** How many of the encoder's levels it takes. */
  readonly depth: Depth;
  draw(draft: Draft, given: Given): Network;
}

const momentum = 0.95;
/** Filters on the way up from a sixteenth to a half of the size. */
const [deepest, ...upward] = [512, 256, 128, 64] as const;

/**
 * FCN (Long, Shelhamer and Darrell 2015): two layers of 4096 for the fully connected ones, cut off and without normalisation, half
 * of what they give dropped; scores enlarged by transposed convolutions that begin as bilinear enlargements, where
 * keras-segmentation lets them begin at random.
 */
function fcn(draft: Draft, { levels, classes, filters }: Given, stride: FcnStride): Network {
  const top = { filters: filters(vggWidths.top), relu: true, initializer: 'he-normal' } as const;
  const [third = draft.input, fourth = draft.input, fifth = draft.input] = levels
    .slice(2)
    .map(({ features }) => features);
  const wide = draft.convolution('top1', fifth, { ...top, kernel: 7 });
  const deep = draft.convolution('top2', draft.dropout('top1_drop', wide, 0.5), {
    ...top,
    kernel: 1,
  });
  return fcnDecoder(draft, {
    features: draft.dropout('top2_drop', deep, 0.5),
    third,
    fourth,
    classes,
    stride,
  });
}

/**
 * SegNet as keras-segmentation has it, four convolutions from a sixteenth up to a half of the size, with what it left out: a ReLU
 * after each normalisation, and unpooling to where pooling found each value. That needs a pool as wide as what comes up: VGG16
 * has all three, the plain encoder the upper two; elsewhere each value is laid down four times, as there.
 */
function segnet(draft: Draft, { levels, classes, filters }: Given): Network {
  const up = (name: string, from: string, own: number): string => {
    const options = { filters: filters(own), kernel: 3, initializer: 'he-normal' } as const;
    const convolution = draft.convolution(`${name}_conv`, from, options);
    return draft.normalisation(`${name}_norm`, convolution, { momentum });
  };
  let present = up('bottom', featuresOf(levels), deepest);
  let width: number = deepest;
  for (const [nth, own] of upward.entries()) {
    const name = `up${3 - nth}`;
    const below = levels[3 - nth]!;
    const above = levels[2 - nth]!;
    const large =
      below.isPool && below.filters === width
        ? draft.unpool(`${name}_unpool`, present, below.features)
        : enlarged(draft, name, present, above);
    present = up(name, large, own);
    width = own;
  }
  return decided(draft, present, classes);
}

/**
 * U-Net as keras-segmentation has it: from a sixteenth up to a half of the size, at each level the encoder's features beside what
 * comes up, one convolution of 3 x 3, cut off and then normalised.
 */
function unet(draft: Draft, { levels, classes, filters }: Given): Network {
  const up = (name: string, from: string, own: number): string => {
    const options = { filters: filters(own), kernel: 3, relu: true } as const;
    const layer = { ...options, initializer: 'he-normal' } as const;
    const convolution = draft.convolution(`${name}_conv`, from, layer);
    return draft.normalisation(`${name}_norm`, convolution, { momentum, relu: false });
  };
  let present = up('bottom', featuresOf(levels), deepest);
  for (const [nth, own] of upward.entries()) {
    const name = `up${3 - nth}`;
    const above = levels[2 - nth]!;
    const large = enlarged(draft, name, present, above);
    present = up(name, draft.concatenate(`${name}_join`, [large, above.features]), own);
  }
  return decided(draft, present, classes);
}

/**
 * PSPNet as keras-segmentation lays it over any encoder: the pyramid over features at a thirty-second of the size, normalised at
 * each of its levels, a mixing layer of 512, and scores of 3 x 3, enlarged 32 times where it went no further than 8.
 */
function pspnet(draft: Draft, { levels, classes, filters }: Given): Network {
  const pooled = pyramid(draft, 'psp', featuresOf(levels), filters(512), { normalised: true });
  const mixed = convolved(draft, 'mix', pooled, { filters: filters(512), kernel: 1 });
  return decided(draft, mixed, classes, 32);
}

/** What the encoder gives at its deepest level. */
function featuresOf(levels: readonly EncoderLevel[]): string {
  const deepest = levels.at(-1);
  if (deepest === undefined) throw new Error('An encoder gave no levels.');
  return deepest.features;
}

/** Each value four times, and no larger than the level it meets. */
function enlarged(draft: Draft, name: string, from: string, like: EncoderLevel): string {
  const large = draft.upsample(`${name}_size`, from, 'nearest');
  return draft.cropTo(`${name}_crop`, large, like.features);
}

/** Scores by a convolution of 3 x 3, as large as the picture. */
function decided(draft: Draft, from: string, classes: number, factor = 2): Network {
  const scores = draft.convolution('classes', from, {
    filters: classes,
    kernel: 3,
    initializer: 'he-normal',
  });
  return answerEnlarged(draft, scores, factor);
}
