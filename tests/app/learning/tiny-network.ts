import { draftNetwork } from '../../../app/learning/models/draft.ts';
import type { Network } from '../../../app/learning/models/network.ts';

/** Every kind of layer once, on an odd size, small enough for the oracle. */
export function tinyNetwork(side = 9): Network {
  const draft = draftNetwork(side);
  const he = { initializer: 'he-normal' } as const;
  const stem = draft.normalisation(
    'stem_norm',
    draft.convolution('stem', draft.input, { ...he, filters: 4, kernel: 3, bias: false }),
    { momentum: 0.9 },
  );
  const low = draft.convolution('low', draft.maxPool('pool', stem), {
    ...he,
    filters: 6,
    kernel: 3,
    stride: 2,
    relu: true,
  });
  const dropped = draft.dropout('drop', low, 0.5);
  const gaps = draft.depthwise('gaps', stem, { ...he, kernel: 3, dilation: 2 });
  const plain = draft.normalisation('plain', gaps, { momentum: 0.9, relu: false });
  const steps = draft.depthwise('steps', plain, { ...he, kernel: 5, stride: 2 });
  const cells = draft.averageGrid('cells', draft.activation('swish', steps, 'hard-swish'), 3);
  const grid = draft.enlargeGrid('grid', draft.activation('rectified', cells, 'relu'), stem);
  const mean = draft.averageGrid('mean', grid, 1);
  const soft = draft.multiply('soft', [grid, draft.activation('share', mean, 'sigmoid')]);
  const gated = draft.multiply('gated', [soft, draft.activation('gate', plain, 'hard-sigmoid')]);
  const half = draft.upsample('half', dropped, 'nearest');
  const full = draft.cropTo('crop', draft.upsample('full', half, 'bilinear'), stem);
  const fine = draft.convolution('fine', 'pool', { ...he, filters: 4, kernel: 1 });
  const back = draft.unpool('unpool', fine, 'pool');
  const large = draft.transposed('large', dropped, {
    filters: 6,
    kernel: 8,
    stride: 4,
    bias: true,
    initializer: 'bilinear',
  });
  const spread = draft.cropTo('large_crop', large, stem);
  const joined = draft.concatenate('join', [draft.add('sum', [full, spread]), stem, back, gated]);
  return draft.softmax(
    'probabilities',
    draft.convolution('classes', joined, { ...he, filters: 3, kernel: 1 }),
  );
}
