import { draftNetwork, type Draft } from './draft.ts';
import type { Network } from './network.ts';
import { convolved, vggConvolutions, vggDepths, vggWidths, type VggWidths } from './vgg.ts';

/**
 * DeconvNet (Noh, Hong and Han 2015): VGG16 down to a thirty-second of the size, two wide layers, and the whole way back by
 * unpooling, which lays each value where the largest was, and transposed convolutions ("deconvolutions"), which spread it to
 * what lies around. The original's middle is a single pixel, by a convolution of 7 x 7 without padding on 224 pixels; here
 * that convolution pads, so that any size will do. 252 million numbers at full width.
 */
export function deconvnet(sidePx: number, classes: number, widths: VggWidths = vggWidths): Network {
  const draft = draftNetwork(sidePx);
  const depths = vggDepths(draft, widths.depths);
  const lowest = depths.at(-1)?.pool ?? draft.input;
  const wide = convolved(draft, 'top1', lowest, { filters: widths.top, kernel: 7 });
  const deep = convolved(draft, 'top2', wide, { filters: widths.top, kernel: 1 });
  const deepest = widths.depths.at(-1) ?? widths.top;
  let present = spread(draft, 'top3', deep, { filters: deepest, kernel: 7 });
  for (let depth = depths.length; depth >= 1; depth--) {
    const name = `up${String(depth)}`;
    const filters = widths.depths[depth - 1] ?? deepest;
    const next = widths.depths[depth - 2] ?? filters;
    const pool = depths[depth - 1]?.pool ?? draft.input;
    present = draft.unpool(`${name}_unpool`, present, pool);
    const count = vggConvolutions[depth - 1] ?? 1;
    for (let nth = 1; nth <= count; nth++) {
      // The last one of a depth is as wide as the next depth.
      const own = { filters: nth === count ? next : filters, kernel: 3 };
      present = spread(draft, `${name}_deconv${String(nth)}`, present, own);
    }
  }
  const logits = draft.convolution('classes', present, {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  return draft.softmax('probabilities', logits);
}

/** A transposed convolution of step one, normalised and cut off at zero. */
function spread(
  draft: Draft,
  name: string,
  from: string,
  { filters, kernel }: { readonly filters: number; readonly kernel: number },
): string {
  const options = { filters, kernel, stride: 1, initializer: 'he-normal' } as const;
  return draft.normalisation(`${name}_norm`, draft.transposed(name, from, options), {
    momentum: 0.95,
  });
}
