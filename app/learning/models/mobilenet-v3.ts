import type { Draft } from './draft.ts';

/** One block: widened by a 1 x 1, each channel convolved by itself, narrowed by a 1 x 1; in steps of one the input is added. */
interface Bottleneck {
  readonly kernel: number;
  readonly wide: number;
  readonly filters: number;
  /** Whether its channels are weighed by their averages over the picture (“squeeze and excite”). */
  readonly weighed: boolean;
  readonly of: 'relu' | 'hard-swish';
  readonly stride: number;
}

/** MobileNetV3-Small as published (Howard et al. 2019, table 2), from its second layer to the last but one. */
const small: readonly Bottleneck[] = [
  { kernel: 3, wide: 16, filters: 16, weighed: true, of: 'relu', stride: 2 },
  { kernel: 3, wide: 72, filters: 24, weighed: false, of: 'relu', stride: 2 },
  { kernel: 3, wide: 88, filters: 24, weighed: false, of: 'relu', stride: 1 },
  { kernel: 5, wide: 96, filters: 40, weighed: true, of: 'hard-swish', stride: 2 },
  { kernel: 5, wide: 240, filters: 40, weighed: true, of: 'hard-swish', stride: 1 },
  { kernel: 5, wide: 240, filters: 40, weighed: true, of: 'hard-swish', stride: 1 },
  { kernel: 5, wide: 120, filters: 48, weighed: true, of: 'hard-swish', stride: 1 },
  { kernel: 5, wide: 144, filters: 48, weighed: true, of: 'hard-swish', stride: 1 },
  { kernel: 5, wide: 288, filters: 96, weighed: true, of: 'hard-swish', stride: 2 },
  { kernel: 5, wide: 576, filters: 96, weighed: true, of: 'hard-swish', stride: 1 },
  { kernel: 5, wide: 576, filters: 96, weighed: true, of: 'hard-swish', stride: 1 },
];
/** Filters of the first and of the last layer. */
const ends = { first: 16, last: 576 } as const;

export interface MobileNetFeatures {
  /** An eighth of the picture's size: what the first block of that size gives. */
  readonly fine: string;
  /** A sixteenth. */
  readonly coarse: string;
}

/**
 * MobileNetV3-Small as an encoder for segmentation: it ends at a sixteenth of the size instead of a thirty-second. Where it
 * would halve once more, pixels that stand two apart are taken instead.
 */
export function mobilenetV3(draft: Draft, width: number): MobileNetFeatures {
  const filters = (own: number): number => Math.max(1, Math.round(own * width));
  let present = convolved(draft, 'stem', draft.input, {
    filters: filters(ends.first),
    kernel: 3,
    stride: 2,
    of: 'hard-swish',
  });
  let channels = filters(ends.first);
  let scale = 2;
  let dilation = 1;
  let fine = present;
  small.forEach((block, nth) => {
    const isAsDeep = scale * block.stride > 16;
    if (isAsDeep) dilation *= block.stride;
    const stride = isAsDeep ? 1 : block.stride;
    scale *= stride;
    const own = { ...block, wide: filters(block.wide), filters: filters(block.filters) };
    const name = `block${String(nth + 1)}`;
    present = bottleneck(draft, name, present, { ...own, stride, dilation, channels });
    channels = own.filters;
    if (scale === 8 && block.stride === 2) fine = present;
  });
  const last = { filters: filters(ends.last), kernel: 1, of: 'hard-swish' } as const;
  return { fine, coarse: convolved(draft, 'last', present, last) };
}

function bottleneck(
  draft: Draft,
  name: string,
  from: string,
  block: Bottleneck & { readonly dilation: number; readonly channels: number },
): string {
  const { kernel, wide, filters, weighed, of, stride, dilation, channels } = block;
  const widened =
    wide === channels
      ? from
      : convolved(draft, `${name}_wide`, from, { filters: wide, kernel: 1, of });
  const options = { kernel, stride, dilation, initializer: 'he-normal' } as const;
  const apart = draft.depthwise(`${name}_depth`, widened, options);
  const active = normalised(draft, `${name}_depth`, apart, of);
  const chosen = weighed ? weighedChannels(draft, `${name}_squeeze`, active, wide) : active;
  const narrow = draft.normalisation(
    `${name}_norm`,
    draft.convolution(`${name}_narrow`, chosen, {
      filters,
      kernel: 1,
      bias: false,
      initializer: 'he-normal',
    }),
    { momentum: 0.95, relu: false },
  );
  return stride === 1 && channels === filters ? draft.add(`${name}_add`, [from, narrow]) : narrow;
}

/** Each channel times a number of 0..1 that all channels' averages over the picture decide (Hu et al. 2018). */
function weighedChannels(draft: Draft, name: string, from: string, channels: number): string {
  const options = { kernel: 1, initializer: 'he-normal' } as const;
  const filters = eights(channels / 4);
  const few = draft.convolution(`${name}_down`, draft.averageGrid(`${name}_mean`, from, 1), {
    ...options,
    filters,
    relu: true,
  });
  const all = draft.convolution(`${name}_up`, few, { ...options, filters: channels });
  const share = draft.activation(`${name}_share`, all, 'hard-sigmoid');
  return draft.multiply(`${name}_weighed`, [from, share]);
}

/** The nearest multiple of eight, not less than nine tenths of what was asked. */
function eights(count: number): number {
  const near = Math.max(8, Math.round(count / 8) * 8);
  return near < 0.9 * count ? near + 8 : near;
}

function convolved(
  draft: Draft,
  name: string,
  from: string,
  given: {
    readonly filters: number;
    readonly kernel: number;
    readonly stride?: number;
    readonly of: 'relu' | 'hard-swish';
  },
): string {
  const { of, ...options } = given;
  const convolution = draft.convolution(name, from, {
    ...options,
    bias: false,
    initializer: 'he-normal',
  });
  return normalised(draft, name, convolution, of);
}

function normalised(draft: Draft, name: string, from: string, of: 'relu' | 'hard-swish'): string {
  const norm = draft.normalisation(`${name}_norm`, from, { momentum: 0.95, relu: of === 'relu' });
  return of === 'relu' ? norm : draft.activation(`${name}_swish`, norm, of);
}
