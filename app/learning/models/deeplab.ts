import { draftNetwork, type Draft } from './draft.ts';
import { answerEnlarged } from './enlarged-answer.ts';
import type { Network } from './network.ts';
import { inverted, separable } from './separable.ts';
import { convolved } from './vgg.ts';

/** MobileNetV2's blocks as published; the last steps of two become gaps of two. */
const blocks = [
  { times: 1, filters: 16, count: 1, stride: 1, dilation: 1 },
  { times: 6, filters: 24, count: 2, stride: 2, dilation: 1 },
  { times: 6, filters: 32, count: 3, stride: 2, dilation: 1 },
  { times: 6, filters: 64, count: 4, stride: 2, dilation: 1 },
  { times: 6, filters: 96, count: 3, stride: 1, dilation: 1 },
  { times: 6, filters: 160, count: 3, stride: 1, dilation: 2 },
  { times: 6, filters: 320, count: 1, stride: 1, dilation: 2 },
] as const;
/** Of the block whose features, at a quarter of the size, are taken again on the way up. */
const fineBlock = 1;

/** How far apart, at a sixteenth of the size, the pixels are that are seen together: half of the published gaps, which were for 513 px. */
const gaps = [3, 6, 9] as const;
const headFilters = 128;
const fineFilters = 24;

/**
 * DeepLabv3+ (Chen et al. 2018) in light: MobileNetV2 (Sandler et al. 2018) down to a sixteenth of the size, where the same
 * place is seen at five ranges at once, from one pixel to the whole picture; enlarged, that meets the features of a quarter
 * of the size again. All wide convolutions go channel by channel. Half of the published head's width; 2.2 million numbers.
 */
export function deeplab(sidePx: number, classes: number, width = 1): Network {
  const filters = (own: number): number => Math.max(1, Math.round(own * width));
  const draft = draftNetwork(sidePx);
  const { fine, coarse } = mobilenetV2(draft, filters);
  const ranges = atRanges(draft, coarse, filters(headFilters));
  const large = draft.upsample('head_size', ranges, 'bilinear', 4);
  const joined = draft.concatenate('join', [
    draft.cropTo('head_crop', large, fine),
    convolved(draft, 'fine', fine, { filters: filters(fineFilters), kernel: 1 }),
  ]);
  const first = separable(draft, 'last1', joined, { filters: filters(headFilters) });
  const second = separable(draft, 'last2', first, { filters: filters(headFilters) });
  const scores = draft.convolution('classes', second, {
    filters: classes,
    kernel: 1,
    initializer: 'he-normal',
  });
  return answerEnlarged(draft, scores, 4);
}

function mobilenetV2(
  draft: Draft,
  filters: (own: number) => number,
): { readonly fine: string; readonly coarse: string } {
  let channels = filters(32);
  let present = convolved(draft, 'stem', draft.input, { filters: channels, kernel: 3, stride: 2 });
  let fine = present;
  blocks.forEach((block, at) => {
    for (let nth = 1; nth <= block.count; nth++) {
      const { times, dilation } = block;
      const own = { channels, filters: filters(block.filters), times, dilation };
      const stride = nth === 1 ? block.stride : 1;
      const name = `block${String(at + 1)}_${String(nth)}`;
      present = inverted(draft, name, present, { ...own, stride });
      channels = own.filters;
    }
    if (at === fineBlock) fine = present;
  });
  return { fine, coarse: present };
}

/** Atrous spatial pyramid pooling. The whole picture's average is not normalised: a small batch has too few of them. */
function atRanges(draft: Draft, from: string, filters: number): string {
  const average = draft.averageGrid('range_all_mean', from, 1);
  const all = draft.convolution('range_all', average, {
    filters,
    kernel: 1,
    relu: true,
    initializer: 'he-normal',
  });
  const ranges = [
    convolved(draft, 'range1', from, { filters, kernel: 1 }),
    ...gaps.map((dilation) =>
      separable(draft, `range${String(dilation)}`, from, { filters, dilation }),
    ),
    draft.enlargeGrid('range_all_size', all, from),
  ];
  const joined = draft.concatenate('ranges', ranges);
  const head = convolved(draft, 'head', joined, { filters, kernel: 1 });
  return draft.dropout('drop', head, 0.1);
}
