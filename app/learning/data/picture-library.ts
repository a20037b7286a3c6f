import type { Sample } from '../../contract/run-folder.ts';
import { prepareSample, type Prepared } from './letterboxed.ts';

/** Prepared pictures, kept in memory as far as a budget goes. */
export interface PictureLibrary {
  readonly sidePx: number;
  /** What one picture takes up. */
  readonly pictureBytes: number;
  /** The picture of a sample; null when it cannot be used, which has then been told once. */
  get(sample: Sample): Promise<Prepared | null>;
  /** What the pictures that are kept take up, but for the last; never more than the budget. */
  heldBytes(): number;
}

export interface PictureLibraryOptions {
  readonly sidePx: number;
  readonly budgetBytes: number;
  /** Whether objects can be taken out of the pictures. */
  readonly withObjects?: boolean;
  /** Whether the picture read last is kept beyond the budget: one that is looked at window by window is soon asked for again. */
  readonly keepsLast?: boolean;
  /** Hears of a picture that is left out, and why. */
  readonly skip: (sample: Sample, reason: string) => void;
}

/**
 * Bytes, not floats, are kept: 160 KB for 200 x 200 pixels. What came first stays, and what does not fit is read again each
 * time. In the random order of epochs that finds more than keeping what was used last: with room for nine of ten pictures
 * nine of ten, where the other rule would find two of three.
 */
export function createPictureLibrary(options: PictureLibraryOptions): PictureLibrary {
  const { sidePx, budgetBytes, withObjects = false, keepsLast = false, skip } = options;
  /** Red, green, blue and the label, and which object it is. */
  const pictureBytes = sidePx * sidePx * (withObjects ? 5 : 4);
  const held = new Map<number, Prepared>();
  let last: { readonly image: number; readonly prepared: Prepared } | null = null;
  const skipped = new Set<number>();

  return {
    sidePx,
    pictureBytes,
    async get(sample) {
      const known = held.get(sample.image);
      if (known !== undefined) return known;
      if (last?.image === sample.image) return last.prepared;
      try {
        const prepared = await prepareSample(sample, sidePx, { withObjects });
        if ((held.size + 1) * pictureBytes <= budgetBytes) held.set(sample.image, prepared);
        else if (keepsLast) last = { image: sample.image, prepared };
        return prepared;
      } catch (error) {
        if (!skipped.has(sample.image)) {
          skipped.add(sample.image);
          skip(sample, error instanceof Error ? error.message : String(error));
        }
        return null;
      }
    },
    heldBytes: () => held.size * pictureBytes,
  };
}
