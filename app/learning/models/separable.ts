import type { Draft } from './draft.ts';
import { convolved } from './vgg.ts';

export interface Separable {
  readonly filters: number;
  readonly stride?: number;
  readonly dilation?: number;
  /** Whether what each channel gives is cut off at zero before channels are mixed. */
  readonly between?: boolean;
}

/** A convolution of 3 x 3 in two: each channel by itself, then all channels of each pixel; each part normalised. */
export function separable(
  draft: Draft,
  name: string,
  from: string,
  { filters, between = true, ...options }: Separable,
): string {
  const apart = depthwise(draft, `${name}_depth`, from, { ...options, relu: between });
  return convolved(draft, `${name}_mix`, apart, { filters, kernel: 1 });
}

/** Each channel by itself, 3 x 3, normalised. */
export function depthwise(
  draft: Draft,
  name: string,
  from: string,
  given: { readonly stride?: number; readonly dilation?: number; readonly relu?: boolean },
): string {
  const { relu = true, ...options } = given;
  const apart = draft.depthwise(name, from, { ...options, kernel: 3, initializer: 'he-normal' });
  return draft.normalisation(`${name}_norm`, apart, { momentum: 0.95, relu });
}

export interface Inverted {
  readonly channels: number;
  readonly filters: number;
  /** How many times as wide it is between. */
  readonly times: number;
  readonly stride?: number;
  readonly dilation?: number;
}

/**
 * MobileNetV2's block (Sandler et al. 2018): widened, each channel convolved by itself, narrowed without being cut off at
 * zero; where it gives the shape that it was given, that is added.
 */
export function inverted(draft: Draft, name: string, from: string, block: Inverted): string {
  const { channels, filters, times, stride = 1, dilation = 1 } = block;
  const wide =
    times === 1
      ? from
      : convolved(draft, `${name}_wide`, from, { filters: channels * times, kernel: 1 });
  const apart = depthwise(draft, `${name}_depth`, wide, { stride, dilation });
  const narrow = mixed(draft, `${name}_narrow`, apart, filters);
  return stride === 1 && channels === filters ? draft.add(`${name}_add`, [from, narrow]) : narrow;
}

/** All channels of each pixel, normalised and not cut off. */
export function mixed(
  draft: Draft,
  name: string,
  from: string,
  filters: number,
  stride = 1,
): string {
  const convolution = draft.convolution(name, from, {
    filters,
    kernel: 1,
    stride,
    bias: false,
    initializer: 'he-normal',
  });
  return draft.normalisation(`${name}_norm`, convolution, { momentum: 0.95, relu: false });
}
