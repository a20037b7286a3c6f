import { draftNetwork } from './draft.ts';
import { answerEnlarged } from './enlarged-answer.ts';
import { mobilenetV3 } from './mobilenet-v3.ts';
import type { Network } from './network.ts';
import { convolved } from './vgg.ts';

/** Filters of the decoder's one layer, as published. */
const headFilters = 128;

/**
 * LR-ASPP on MobileNetV3-Small (Howard et al. 2019, section 6.4): at a sixteenth of the size, features whose channels are
 * weighed by what the picture is like as a whole; scores of those, enlarged, are added to scores of finer features at an eighth.
 * As in torchvision, the weighing averages over the whole picture instead of windows of 49 px. Scores are decided before they
 * are enlarged, which gives the same as after and takes less. Some 1.1 million numbers for three classes.
 */
export function lraspp(sidePx: number, classes: number, width = 1): Network {
  const draft = draftNetwork(sidePx);
  const { fine, coarse } = mobilenetV3(draft, width);
  const filters = Math.max(1, Math.round(headFilters * width));
  const features = convolved(draft, 'head', coarse, { filters, kernel: 1 });
  const average = draft.averageGrid('head_mean', coarse, 1);
  const weights = draft.convolution('head_weights', average, {
    filters,
    kernel: 1,
    bias: false,
    initializer: 'glorot-uniform',
  });
  const share = draft.activation('head_share', weights, 'sigmoid');
  const weighed = draft.multiply('head_weighed', [features, share]);
  const scores = { filters: classes, kernel: 1, initializer: 'he-normal' } as const;
  const low = draft.convolution('coarse_scores', weighed, scores);
  const high = draft.convolution('fine_scores', fine, scores);
  const large = draft.upsample('coarse_size', low, 'bilinear');
  const sum = draft.add('scores', [draft.cropTo('coarse_crop', large, high), high]);
  return answerEnlarged(draft, sum, 8);
}
