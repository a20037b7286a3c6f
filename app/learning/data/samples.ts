import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StudioError } from '../../contract/errors.ts';
import { parseSample, type RunJob, type Sample } from '../../contract/run-folder.ts';
import { rleFromCocoCounts } from '../../mask/coco-counts.ts';
import { areaOfRle } from '../../mask/rle.ts';

/** The pictures of a run in the order of its list. */
export interface Samples {
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
  /** Without labels: what a teacher is sure of in them may be learned. In the list they are in no split. */
  readonly unlabelled: readonly Sample[];
}

/** Reads the frozen list of a run. Throws when it is damaged, or not the one the run was made with. */
export async function readSamples(folder: string, { dataHash, classes }: RunJob): Promise<Samples> {
  const path = join(folder, 'samples.jsonl');
  const hash = createHash('sha256');
  const bytes = createReadStream(path);
  bytes.on('data', (chunk) => hash.update(chunk));
  const train: Sample[] = [];
  const validation: Sample[] = [];
  const unlabelled: Sample[] = [];
  let number = 0;
  for await (const line of createInterface({ input: bytes, crlfDelay: Infinity })) {
    number += 1;
    if (line === '') continue;
    const read = sampleIn(line, number);
    requireKnownClasses(read, classes.length);
    if (read.split === 'train') train.push(read);
    if (read.split === 'val') validation.push(read);
    if (read.split === 'none') unlabelled.push(read);
  }
  if (hash.digest('hex') !== dataHash) {
    throw new StudioError(
      'bad-input',
      'The list of pictures of this run (samples.jsonl) is not the one it was made with. Start a new run.',
    );
  }
  if (train.length === 0) {
    throw new StudioError(
      'bad-input',
      'There is no picture to train on: put some pictures into the split “train”, then start a new run.',
    );
  }
  return { train, validation, unlabelled };
}

/**
 * How many pixels of each value there are, background first, counted in stored pixels without drawing a mask:
 * where objects overlap both count. For weighing classes that is exact enough.
 */
export function labelAreasPx2(samples: readonly Sample[], classes: number): Float64Array {
  const areas = new Float64Array(classes);
  for (const { width, height, labels, ignore } of samples) {
    const extent = [height, width] as const;
    let rest = width * height;
    for (const { value, rle } of labels) {
      const area = areaOfRle(rleFromCocoCounts(rle, extent));
      areas[value] = (areas[value] ?? 0) + area;
      rest -= area;
    }
    if (ignore !== null) rest -= areaOfRle(rleFromCocoCounts(ignore, extent));
    areas[0] = (areas[0] ?? 0) + Math.max(0, rest);
  }
  return areas;
}

/** Before the first step: a kernel that meets such a value answers with no number, or not at all. */
function requireKnownClasses({ name, labels }: Sample, classes: number): void {
  const strange = labels.find(({ value }) => !(value >= 1 && value <= classes));
  if (strange === undefined) return;
  throw new StudioError(
    'bad-input',
    `The mask of “${name}” holds the value ${String(strange.value)}, which no class has: there are 1 to ${String(classes)}. Correct the mask, then start a new run.`,
  );
}

function sampleIn(line: string, number: number): Sample {
  try {
    return parseSample(line);
  } catch (cause) {
    throw new StudioError(
      'bad-input',
      `Line ${String(number)} of the run's list of pictures (samples.jsonl) is damaged. Start a new run.`,
      { cause },
    );
  }
}
