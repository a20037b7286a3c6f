import { draftNetwork } from './draft.ts';
import type { Network } from './network.ts';
import { convolutions, vggConvolutions, vggDepths, vggWidths } from './vgg.ts';

/**
 * SegNet (Badrinarayanan, Kendall and Cipolla 2017): VGG16's 13 convolutions, and the same mirrored. On the way up each value
 * goes back to where the largest was that pooling took on the way down, so that borders come back where they were although no
 * features are copied over; convolutions then fill what lies between. 29.5 million numbers at full width.
 */
export function segnet(
  sidePx: number,
  classes: number,
  widths: readonly number[] = vggWidths.depths,
): Network {
  const draft = draftNetwork(sidePx);
  const depths = vggDepths(draft, widths);
  let present = depths.at(-1)?.pool ?? draft.input;
  for (let depth = depths.length; depth >= 1; depth--) {
    const name = `up${String(depth)}`;
    const filters = widths[depth - 1] ?? classes;
    const count = vggConvolutions[depth - 1] ?? 1;
    const next = widths[depth - 2] ?? filters;
    const pool = depths[depth - 1]?.pool ?? draft.input;
    present = draft.unpool(`${name}_unpool`, present, pool);
    // The last one of a depth is as wide as the next depth.
    const own = Array<number>(count - 1).fill(filters);
    // The last of all decides the class itself.
    present = convolutions(draft, name, present, depth === 1 ? own : [...own, next]);
  }
  const logits = draft.convolution('classes', present, {
    filters: classes,
    kernel: 3,
    initializer: 'he-normal',
  });
  return draft.softmax('probabilities', logits);
}
