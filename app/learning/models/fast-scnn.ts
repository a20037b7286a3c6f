import { draftNetwork } from './draft.ts';
import { answerEnlarged } from './enlarged-answer.ts';
import type { Network } from './network.ts';
import { pyramid } from './pyramid.ts';
import { depthwise, inverted, mixed, separable } from './separable.ts';
import { convolved } from './vgg.ts';

/** Three blocks each of the deep branch, from an eighth of the size to a thirty-second. */
const deepBlocks = [
  { filters: 64, stride: 2 },
  { filters: 96, stride: 2 },
  { filters: 128, stride: 1 },
] as const;

/**
 * Fast-SCNN (Poudel, Liwicki and Cipolla 2019): three steps down to an eighth of the size, from where a deep branch goes on to
 * a thirty-second and pools the picture as a pyramid; enlarged again, it is added to what was an eighth. Made to learn from
 * scratch. 1.2 million numbers for three classes.
 */
export function fastScnn(sidePx: number, classes: number, width = 1): Network {
  const filters = (own: number): number => Math.max(1, Math.round(own * width));
  const draft = draftNetwork(sidePx);
  const stem = convolved(draft, 'down1', draft.input, {
    filters: filters(32),
    kernel: 3,
    stride: 2,
  });
  const options = { stride: 2, between: false } as const;
  const half = separable(draft, 'down2', stem, { ...options, filters: filters(48) });
  const fine = separable(draft, 'down3', half, { ...options, filters: filters(64) });

  let deep = fine;
  let channels = filters(64);
  deepBlocks.forEach((block, stage) => {
    for (let nth = 1; nth <= 3; nth++) {
      const own = { channels, filters: filters(block.filters), times: 6 };
      const name = `deep${String(stage + 1)}_${String(nth)}`;
      deep = inverted(draft, name, deep, { ...own, stride: nth === 1 ? block.stride : 1 });
      channels = own.filters;
    }
  });
  const pooled = convolved(draft, 'deep', pyramid(draft, 'pool', deep, filters(32)), {
    filters: filters(128),
    kernel: 1,
  });

  const large = draft.cropTo('deep_crop', draft.upsample('deep_size', pooled, 'bilinear', 4), fine);
  const spread = depthwise(draft, 'deep_spread', large, { dilation: 4 });
  const sum = draft.add('both', [
    mixed(draft, 'deep_mix', spread, filters(128)),
    mixed(draft, 'fine_mix', fine, filters(128)),
  ]);
  const joined = draft.activation('both_relu', sum, 'relu');
  const last = { filters: filters(128), between: false } as const;
  const first = separable(draft, 'last1', joined, last);
  const second = separable(draft, 'last2', first, last);
  const scores = draft.convolution('classes', draft.dropout('drop', second, 0.1), {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  return answerEnlarged(draft, scores, 8);
}
