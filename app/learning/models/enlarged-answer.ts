import type { Draft } from './draft.ts';
import type { Network } from './network.ts';

/**
 * Ends a network whose scores are `factor` times as small as its picture: enlarged bilinearly, cut where the picture's side is no
 * multiple of that, and made probabilities.
 */
export function answerEnlarged(draft: Draft, scores: string, factor: number): Network {
  const full = draft.upsample('full_size', scores, 'bilinear', factor);
  return draft.softmax('probabilities', draft.cropTo('full_crop', full, draft.input));
}
