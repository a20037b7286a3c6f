import type { Draft } from './draft.ts';
import { convolved } from './vgg.ts';

/** In how many parts along a side the picture is averaged (Zhao et al. 2017). */
const grids = [1, 2, 3, 6] as const;

/**
 * Pyramid pooling: `from`, and beside it what the picture is like as a whole, by halves, by thirds and by sixths. What was
 * published normalises each level (`normalised`); otherwise they are not, since of one average a picture a small batch has too few for that.
 */
export function pyramid(
  draft: Draft,
  name: string,
  from: string,
  filters: number,
  { normalised = false }: { readonly normalised?: boolean } = {},
): string {
  const levels = grids.map((cells) => {
    const level = `${name}${String(cells)}`;
    const average = draft.averageGrid(`${level}_mean`, from, cells);
    const thin = normalised
      ? convolved(draft, level, average, { filters, kernel: 1 })
      : draft.convolution(level, average, {
          filters,
          kernel: 1,
          relu: true,
          initializer: 'he-normal',
        });
    return draft.enlargeGrid(`${level}_size`, thin, from);
  });
  return draft.concatenate(`${name}_join`, [from, ...levels]);
}
