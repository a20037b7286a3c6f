import { ignored } from './labels.ts';

/** How a predicted pixel stands to its label: the same object, an object missed or mistaken, an object too many. */
export const verdict = { right: 1, missed: 2, extra: 3 } as const;

/** One verdict a pixel; 0 where both say background and where the label is to be ignored. */
export function verdictsOf(labels: Uint8Array, predicted: Uint8Array): Uint8Array {
  return labels.map((label, index) => {
    const guess = predicted[index] ?? 0;
    if (label === ignored || (label === 0 && guess === 0)) return 0;
    if (label === guess) return verdict.right;
    return label === 0 ? verdict.extra : verdict.missed;
  });
}

/** The colour of each verdict, `#rrggbb`; the same everywhere, so that a glance is enough. */
export const verdictColors = { right: '#3fb27f', missed: '#e5534b', extra: '#9d7bea' } as const;
