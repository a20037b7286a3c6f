import type { ZooEncoder } from '../../../contract/zoo.ts';
import type { Draft } from '../draft.ts';
import { vggConvolutions, vggWidths } from '../vgg.ts';

/** What an encoder gives at one level. */
export interface EncoderLevel {
  readonly features: string;
  /** Its filters as published, before any width. */
  readonly filters: number;
  /** True where `features` is the pool itself, by whose places a decoder can unpool. */
  readonly isPool: boolean;
}

/** How many levels a decoder needs: what lies below them is left out. */
export type Depth = 4 | 5;

/**
 * At a half, a quarter, an eighth, a sixteenth and, of five, a thirty-second of the picture's size.
 * `filters` says how wide a layer is that was published with so many.
 */
type Encoder = (
  draft: Draft,
  filters: (own: number) => number,
  depth: Depth,
) => readonly EncoderLevel[];

/**
 * The encoders of keras-segmentation, their layers named as there. Weights of Keras Applications find them, VGG16's and
 * MobileNet's by name or place, ResNet-50's by place. All see RGB from 0 to 1, normalised or not: that program subtracts ImageNet's mean of blue, green and red for every encoder,
 * which suits VGG16 and ResNet-50 with Keras' weights, and never MobileNet, which learned from -1 to 1. Convolutions in steps
 * pad as TensorFlow's "same", where it pads both sides alike. For 224 px levels are 112, 56, 28, 14 and 7 px.
 */
export const encoders: Readonly<Record<ZooEncoder, Encoder>> = {
  vanilla,
  vgg16,
  resnet50,
  mobilenet,
};

const momentum = 0.95;

/**
 * Five times a convolution of 3 x 3, normalised, and a pool: 64, 128, 256, 256 and 256 filters (`basic_models.py`). 1.55 million
 * numbers.
 */
function vanilla(
  draft: Draft,
  filters: (own: number) => number,
  depth: Depth,
): readonly EncoderLevel[] {
  return inLevels([64, 128, 256, 256, 256].slice(0, depth), (own, level, from) => {
    const convolution = draft.convolution(`block${level}_conv`, from ?? draft.input, {
      filters: filters(own),
      kernel: 3,
      initializer: 'he-normal',
    });
    const features = draft.normalisation(`block${level}_norm`, convolution, { momentum });
    return { features: draft.maxPool(`block${level}_pool`, features), filters: own, isPool: true };
  });
}

/** VGG16's 13 convolutions with their biases and without normalisation (Simonyan and Zisserman 2015). 14.7 million numbers. */
function vgg16(
  draft: Draft,
  filters: (own: number) => number,
  depth: Depth,
): readonly EncoderLevel[] {
  return inLevels(vggWidths.depths.slice(0, depth), (own, level, from) => {
    let present = from ?? draft.input;
    for (let nth = 1; nth <= (vggConvolutions[level - 1] ?? 1); nth++) {
      present = draft.convolution(`block${level}_conv${nth}`, present, {
        filters: filters(own),
        kernel: 3,
        relu: true,
        initializer: 'he-normal',
      });
    }
    return { features: draft.maxPool(`block${level}_pool`, present), filters: own, isPool: true };
  });
}

/** The stages of ResNet-50: filters within a block, and how many blocks. */
const stages = [
  { own: 64, blocks: 3 },
  { own: 128, blocks: 4 },
  { own: 256, blocks: 6 },
  { own: 512, blocks: 3 },
] as const;

/**
 * ResNet-50 in steps to a thirty-second (He et al. 2016), each block's steps taken by its first layer, convolutions with biases.
 * 23.6 million numbers. The first level is what the first convolution gives once it is normalised and cut off, where
 * keras-segmentation takes it raw; and its pool is 2 x 2 instead of 3 x 3.
 */
function resnet50(
  draft: Draft,
  filters: (own: number) => number,
  depth: Depth,
): readonly EncoderLevel[] {
  const first = draft.convolution('conv1', draft.input, {
    filters: filters(64),
    kernel: 7,
    stride: 2,
    initializer: 'he-normal',
  });
  const stem = draft.normalisation('bn_conv1', first, { momentum });
  let present = draft.maxPool('pool1', stem);
  const deeper = stages.slice(0, depth - 1).map(({ own, blocks }, at) => {
    for (let nth = 0; nth < blocks; nth++) {
      const name = `${at + 2}${'abcdef'[nth] ?? ''}`;
      const stride = nth === 0 && at > 0 ? 2 : 1;
      const inner = filters(own);
      present = bottleneck(draft, name, present, { inner, stride, isFirst: nth === 0 });
    }
    return { features: present, filters: 4 * own, isPool: false };
  });
  return [{ features: stem, filters: 64, isPool: false }, ...deeper];
}

function bottleneck(
  draft: Draft,
  name: string,
  from: string,
  given: { readonly inner: number; readonly stride: number; readonly isFirst: boolean },
): string {
  const { inner, stride, isFirst } = given;
  const branch = (
    part: string,
    input: string,
    options: { filters: number; kernel: number; stride?: number; relu?: boolean },
  ): string => {
    const { relu = true, ...rest } = options;
    const layer = { ...rest, initializer: 'he-normal' } as const;
    const convolution = draft.convolution(`res${name}_branch${part}`, input, layer);
    return draft.normalisation(`bn${name}_branch${part}`, convolution, { momentum, relu });
  };
  const outer = 4 * inner;
  const thin = branch('2a', from, { filters: inner, kernel: 1, stride });
  const seen = branch('2b', thin, { filters: inner, kernel: 3 });
  // Before the last, as Keras' files have them: layers are found by their order too.
  const past = isFirst
    ? branch('1', from, { filters: outer, kernel: 1, stride, relu: false })
    : from;
  const wide = branch('2c', seen, { filters: outer, kernel: 1, relu: false });
  return draft.activation(`res${name}_relu`, draft.add(`res${name}_add`, [wide, past]), 'relu');
}

/** Filters of MobileNet's 13 blocks by level; each level but the first begins with a step. */
const mobileBlocks = [[64], [128, 128], [256, 256], [512, 512, 512, 512, 512, 512], [1024, 1024]];

/** MobileNet (Howard et al. 2017) at its full width: each channel by itself, then all of each pixel, cut off at 6. 3.2 million numbers. */
function mobilenet(
  draft: Draft,
  filters: (own: number) => number,
  depth: Depth,
): readonly EncoderLevel[] {
  const normalised = (name: string, from: string): string => {
    const given = draft.normalisation(`${name}_bn`, from, { momentum, relu: false });
    return draft.activation(`${name}_relu`, given, 'relu6');
  };
  const plain = { bias: false, initializer: 'he-normal' } as const;
  const first = { ...plain, filters: filters(32), kernel: 3, stride: 2 };
  let present = normalised('conv1', draft.convolution('conv1', draft.input, first));
  let block = 0;
  return mobileBlocks.slice(0, depth).map((widths, level) => {
    for (const [nth, own] of widths.entries()) {
      block++;
      const stride = level > 0 && nth === 0 ? 2 : 1;
      const apart = { kernel: 3, stride, initializer: 'he-normal' } as const;
      present = normalised(`conv_dw_${block}`, draft.depthwise(`conv_dw_${block}`, present, apart));
      const all = { ...plain, filters: filters(own), kernel: 1 };
      present = normalised(`conv_pw_${block}`, draft.convolution(`conv_pw_${block}`, present, all));
    }
    return { features: present, filters: widths[0] ?? 0, isPool: false };
  });
}

/** A level for each width, each made of the one before; `level` counts from 1. */
function inLevels(
  widths: readonly number[],
  make: (own: number, level: number, from: string | null) => EncoderLevel,
): readonly EncoderLevel[] {
  const levels: EncoderLevel[] = [];
  for (const own of widths) {
    levels.push(make(own, levels.length + 1, levels.at(-1)?.features ?? null));
  }
  return levels;
}
