import { draftNetwork } from './draft.ts';
import { answerEnlarged } from './enlarged-answer.ts';
import type { Network } from './network.ts';
import { pyramid } from './pyramid.ts';
import { dilatedResnet, type ResnetDepth } from './resnet.ts';
import { convolved } from './vgg.ts';

/** Filters of each level of the pyramid, and of the layer after it, as published. */
const headFilters = 512;

export interface PspnetOptions {
  readonly depth?: ResnetDepth;
  /** Whether each level of the pyramid is normalised, as published. */
  readonly normalised?: boolean;
}

/**
 * PSPNet (Zhao et al. 2017): ResNet-50 at an eighth of the size, a pyramid of averages beside its features (of the whole
 * picture, of halves, thirds and sixths), and one more layer that decides. Without the second loss in its middle. With the
 * published `filters` it has 46.8 million numbers, on ResNet-101 65.8 million.
 */
export function pspnet(
  sidePx: number,
  classes: number,
  filters: (own: number) => number = (own) => own,
  { depth = 50, normalised = false }: PspnetOptions = {},
): Network {
  const draft = draftNetwork(sidePx);
  const features = dilatedResnet(draft, filters, depth);
  const pooled = pyramid(draft, 'pool', features, filters(headFilters), { normalised });
  const head = convolved(draft, 'head', pooled, { filters: filters(headFilters), kernel: 3 });
  const scores = draft.convolution('classes', draft.dropout('drop', head, 0.1), {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  return answerEnlarged(draft, scores, 8);
}
