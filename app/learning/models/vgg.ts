import type { Draft } from './draft.ts';

export interface VggWidths {
  /** Filters of the five depths. */
  readonly depths: readonly number[];
  /** Of the two layers that stand for the fully connected ones. */
  readonly top: number;
}

/** VGG16 as published (Simonyan and Zisserman 2015, configuration D). */
export const vggWidths: VggWidths = { depths: [64, 128, 256, 512, 512], top: 4096 };
/** How many convolutions each depth has. */
export const vggConvolutions = [2, 2, 3, 3, 3] as const;

export interface VggDepth {
  /** What the last convolution gives, before pooling. */
  readonly features: string;
  readonly pool: string;
}

/**
 * VGG16's convolutions, each with a normalisation, since nobody has pretrained weights for it here; depth by depth, the
 * first one as large as the picture, each pool half as large.
 */
export function vggDepths(draft: Draft, widths: readonly number[]): readonly VggDepth[] {
  let present = draft.input;
  return widths.map((filters, depth) => {
    const name = `down${String(depth + 1)}`;
    const count = vggConvolutions[depth] ?? 1;
    const features = convolutions(draft, name, present, Array<number>(count).fill(filters));
    present = draft.maxPool(`${name}_pool`, features);
    return { features, pool: present };
  });
}

/** Convolutions of 3 x 3 one after the other, each normalised and cut off at zero. */
export function convolutions(
  draft: Draft,
  name: string,
  from: string,
  filters: readonly number[],
): string {
  return filters.reduce(
    (present, count, nth) =>
      convolved(draft, `${name}_conv${String(nth + 1)}`, present, { filters: count, kernel: 3 }),
    from,
  );
}

export function convolved(
  draft: Draft,
  name: string,
  from: string,
  options: {
    readonly filters: number;
    readonly kernel: number;
    readonly stride?: number;
    readonly dilation?: number;
  },
): string {
  const convolution = draft.convolution(name, from, {
    ...options,
    bias: false,
    initializer: 'he-normal',
  });
  return draft.normalisation(`${name}_norm`, convolution, { momentum: 0.95 });
}
