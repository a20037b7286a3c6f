import type { ImageFilter } from '../../../app/contract/filters.ts';

/** Which pictures a person goes through, one jump after the other. */
export const nextKinds = ['untouched', 'edited', 'accepted', 'predicted', 'disagreeing'] as const;
export type NextKind = (typeof nextKinds)[number];

/** Prediction and label that have no more than this in common disagree. */
const disagreeingScore = 0.5;

/** Those of a filter that are meant. */
export function narrowedTo(kind: NextKind, filter: ImageFilter): ImageFilter {
  switch (kind) {
    case 'untouched':
    case 'edited':
    case 'accepted':
      return { ...filter, reviews: [kind] };
    case 'predicted':
      return { ...filter, predicted: true };
    case 'disagreeing': {
      const [least, most] = filter.score ?? [0, 1];
      return { ...filter, score: [least, Math.min(most, disagreeingScore)] };
    }
  }
}
