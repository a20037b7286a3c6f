import { draftNetwork, type Draft } from './draft.ts';
import type { Network } from './network.ts';

/** Filters from the half-size level down to a thirty-second. A narrower one is for tests. */
export const unetWidths = [16, 32, 64, 128, 160] as const;

/**
 * The default: a U-Net for few pictures and few cores. The full-size level, where most of the tutorial's time goes,
 * is one convolution in steps of two; below it five levels see the whole picture, and normalisation lets it learn fast.
 * Classes are decided at half size and enlarged, which costs thin parts half a pixel and saves half the time.
 */
export function unet(
  sidePx: number,
  classes: number,
  widths: readonly number[] = unetWidths,
): Network {
  const draft = draftNetwork(sidePx);
  const skips: string[] = [];
  let present = draft.input;
  widths.forEach((filters, depth) => {
    const name = `down${String(depth + 1)}`;
    if (depth === 0) {
      present = convolved(draft, `${name}_conv1`, present, { filters, stride: 2 });
    } else {
      skips.push(present);
      present = draft.maxPool(`${name}_pool`, present);
      present = convolved(draft, `${name}_conv1`, present, { filters });
    }
    present = convolved(draft, `${name}_conv2`, present, { filters });
  });
  present = draft.dropout('bottom_drop', present, 0.2);
  for (let depth = skips.length; depth >= 1; depth--) {
    const name = `up${String(depth)}`;
    const skip = skips[depth - 1] ?? draft.input;
    const high = draft.upsample(`${name}_size`, present, 'nearest');
    const joined = draft.concatenate(`${name}_join`, [
      draft.cropTo(`${name}_crop`, high, skip),
      skip,
    ]);
    present = convolved(draft, `${name}_conv`, joined, { filters: widths[depth - 1] ?? classes });
  }
  const logits = draft.convolution('classes', present, {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  const large = draft.upsample('full_size', logits, 'bilinear');
  return draft.softmax('probabilities', draft.cropTo('full_crop', large, draft.input));
}

function convolved(
  draft: Draft,
  name: string,
  from: string,
  { filters, stride = 1 }: { readonly filters: number; readonly stride?: number },
): string {
  const convolution = draft.convolution(name, from, {
    filters,
    kernel: 3,
    stride,
    bias: false,
    initializer: 'he-normal',
  });
  return draft.normalisation(`${name}_norm`, convolution, { momentum: 0.95 });
}
