import type { Sample } from '../../contract/run-folder.ts';
import { prepareSample, type Prepared } from './letterboxed.ts';

/** Prepared pictures of a list of samples, kept in memory as far as a budget goes. */
export interface PictureLibrary {
  /** The picture of a sample; null when it cannot be used, which has then been told once. */
  get(index: number): Promise<Prepared | null>;
  /** Begins with these in the background; what is ready already costs nothing. */
  expect(indices: Iterable<number>): void;
}

export interface PictureLibraryOptions {
  readonly samples: readonly Sample[];
  readonly sidePx: number;
  readonly budgetBytes: number;
  /** Hears of a picture that is left out, and why. */
  readonly skip: (sample: Sample, reason: string) => void;
}

/**
 * Bytes, not floats, are kept: 160 KB for 200 x 200 pixels. What does not fit is read again each time, and what was
 * asked for longest ago gives way; an epoch in random order makes any rule about as good as another.
 */
export function createPictureLibrary(options: PictureLibraryOptions): PictureLibrary {
  const { samples, sidePx, budgetBytes, skip } = options;
  const capacity = Math.max(1, Math.floor(budgetBytes / (sidePx * sidePx * 4)));
  const held = new Map<number, Promise<Prepared | null>>();
  const skipped = new Set<number>();

  function prepare(index: number): Promise<Prepared | null> {
    const sample = samples[index];
    if (sample === undefined) throw new RangeError(`There is no picture ${String(index)}.`);
    return prepareSample(sample, sidePx).catch((error: unknown) => {
      if (!skipped.has(index)) {
        skipped.add(index);
        skip(sample, error instanceof Error ? error.message : String(error));
      }
      return null;
    });
  }

  function get(index: number): Promise<Prepared | null> {
    const found = held.get(index) ?? prepare(index);
    held.delete(index);
    held.set(index, found);
    for (const oldest of held.keys()) {
      if (held.size <= capacity) break;
      held.delete(oldest);
    }
    return found;
  }

  return {
    get,
    expect(indices) {
      for (const index of indices) void get(index);
    },
  };
}
