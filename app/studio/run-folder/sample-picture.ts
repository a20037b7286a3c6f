import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleAspect } from '../../contract/assets.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { ignored } from '../../mask/labels.ts';
import { verdict, verdictColors, verdictsOf } from '../../mask/verdict.ts';
import { listCategories } from '../../store/categories.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { notFound } from '../context.ts';
import { paintLabels } from '../paint.ts';
import { readGreyPng, rgbaPng } from '../../pictures/png.ts';
import { classColors } from './run-files.ts';

const ignoredColor = '#9aa3ad';

/** A validation picture of a run after an epoch, in the classes' colours or those of the verdicts; a PNG. */
export function drawSample(
  store: Store,
  job: RunJob,
  { epoch, image, shows }: { epoch: number; image: number; shows: SampleAspect },
): Uint8Array {
  const read = (place: string) =>
    readSample(join(runFolder(store.folder, job.name), 'samples', place, `${image}.png`));
  if (shows === 'error') {
    const predicted = read(String(epoch));
    const values = verdictsOf(read('labels').pixels, predicted.pixels);
    return paint({ ...predicted, pixels: values }, colorOfVerdict);
  }
  const classes = classColors(job, listCategories(store.sql));
  return paint(
    read(shows === 'label' ? 'labels' : String(epoch)),
    (value) => classes[value] ?? ignoredColor,
  );
}

function colorOfVerdict(value: number): string {
  if (value === verdict.right) return verdictColors.right;
  return value === verdict.missed ? verdictColors.missed : verdictColors.extra;
}

function paint(
  { pixels, ...size }: ReturnType<typeof readGreyPng>,
  colorOf: (value: number) => string,
): Uint8Array {
  const crowds = pixels.map((value) => Number(value === ignored));
  return rgbaPng(paintLabels({ ...size, values: pixels, owners: pixels, crowds }, colorOf), size);
}

function readSample(path: string): ReturnType<typeof readGreyPng> {
  try {
    return readGreyPng(readFileSync(path));
  } catch {
    throw notFound('sample of that epoch');
  }
}
