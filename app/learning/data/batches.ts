import { StudioError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/run-folder.ts';
import type { TrainingSettings } from '../../contract/training.ts';
import { asItIs, variationOf, writeVaried, type Variation } from './augment.ts';
import type { Prepared } from './letterboxed.ts';
import type { PictureLibrary } from './picture-library.ts';
import { keyOf, shuffled } from './random.ts';

/** Pictures as floats of 0..1 and label values with 255 for ignore, one picture after the other. */
export interface Batch {
  readonly count: number;
  readonly sidePx: number;
  readonly pictures: Float32Array;
  readonly labels: Int32Array;
  /** Which samples these are. */
  readonly indices: readonly number[];
}

/** How many steps an epoch has. All batches are of one size: what is left over comes another time. */
export function stepsPerEpoch(pictures: number, batch: number): number {
  return Math.max(1, Math.floor(pictures / batch));
}

/** Which samples step `cursor` (from 0) of an epoch (from 0) learns from. */
export function indicesAt(
  { pictures, batch, seed }: { pictures: number; batch: number; seed: number },
  { epoch, cursor }: { epoch: number; cursor: number },
): readonly number[] {
  const order = shuffled(pictures, keyOf('order', seed, epoch));
  return [...order.subarray(cursor * batch, Math.min(pictures, (cursor + 1) * batch))];
}

/**
 * The batch of these samples, varied as settings and epoch say. A picture that cannot be read is stood in for by
 * another of its batch, so that all batches are of one size. Rejects when none can be read.
 */
export async function trainingBatch(
  { library, samples }: { readonly library: PictureLibrary; readonly samples: readonly Sample[] },
  indices: readonly number[],
  { settings, epoch }: { readonly settings: TrainingSettings; readonly epoch: number },
): Promise<Batch> {
  const members = await fullNumber(library, indices);
  return batchOf(members, samples, ({ image }) =>
    variationOf(settings, keyOf('vary', settings.seed, epoch, image)),
  );
}

/** Pictures as they are, for validation; those that cannot be read are missing. */
export async function plainBatch(
  { library, samples }: { readonly library: PictureLibrary; readonly samples: readonly Sample[] },
  indices: readonly number[],
): Promise<Batch | null> {
  const members = await readable(library, indices);
  return members.length === 0 ? null : batchOf(members, samples, () => asItIs);
}

interface Member {
  readonly index: number;
  readonly prepared: Prepared;
}

async function readable(
  library: PictureLibrary,
  indices: readonly number[],
): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const index of indices) {
    const prepared = await library.get(index);
    if (prepared !== null) members.push({ index, prepared });
  }
  return members;
}

async function fullNumber(
  library: PictureLibrary,
  indices: readonly number[],
): Promise<readonly Member[]> {
  const members = await readable(library, indices);
  const [first] = members;
  if (first === undefined) {
    throw new StudioError(
      'bad-input',
      'None of the pictures of a whole batch could be read; log.txt names them. Find the pictures again (relink their folder), then start the run anew.',
    );
  }
  const standIns = Array.from(
    { length: indices.length - members.length },
    (_, at) => members[at % members.length] ?? first,
  );
  return [...members, ...standIns];
}

function batchOf(
  members: readonly Member[],
  samples: readonly Sample[],
  vary: (sample: Sample) => Variation,
): Batch {
  const sidePx = members[0]?.prepared.sidePx ?? 0;
  const area = sidePx * sidePx;
  const pictures = new Float32Array(members.length * area * 3);
  const labels = new Int32Array(members.length * area);
  members.forEach(({ index, prepared }, at) => {
    const sample = samples[index];
    if (sample === undefined) return;
    const place = {
      pictures: pictures.subarray(at * area * 3, (at + 1) * area * 3),
      labels: labels.subarray(at * area, (at + 1) * area),
    };
    writeVaried(place, prepared, vary(sample));
  });
  const indices = members.map(({ index }) => index);
  return { count: members.length, sidePx, pictures, labels, indices };
}
