import type { Sample } from '../../contract/run-folder.ts';
import type { Prepared } from './letterboxed.ts';
import type { PictureLibrary } from './picture-library.ts';

/**
 * How much of a batch is decoded before it is its turn, in bytes: a whole batch of usual pictures, so that all cores decode,
 * and of the largest, which take up to 84 MB each, one besides the one that is placed.
 */
const aheadBytes = 64 * 2 ** 20;

/** The pictures of samples in their order, each let go when the next is asked for; null for one that cannot be read. */
export async function* readInTurn(
  samples: readonly Sample[],
  library: PictureLibrary,
): AsyncGenerator<Prepared | null, undefined> {
  const ahead = Math.max(1, Math.floor(aheadBytes / library.pictureBytes));
  const coming: { readonly image: number; readonly prepared: Promise<Prepared | null> }[] = [];
  let next = 0;
  while (next < samples.length || coming.length > 0) {
    for (; next < samples.length && coming.length <= ahead; next++) {
      const sample = samples[next]!;
      // Several windows may be of one picture, which is read once.
      const same = coming.find(({ image }) => image === sample.image);
      coming.push({ image: sample.image, prepared: same?.prepared ?? library.get(sample) });
    }
    yield await coming[0]!.prepared;
    coming.shift();
  }
}
