import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunJob } from '../contract/run-folder.ts';
import { listCategories } from '../store/categories.ts';
import type { Store } from '../store/open.ts';
import { runFolder } from '../store/places.ts';
import { notFound } from './context.ts';
import { paintLabels } from './paint.ts';
import { readGreyPng, rgbaPng } from './png.ts';
import { classColors } from './run-files.ts';

/** What a run predicted for a validation picture after an epoch, in the classes' colours; a PNG. */
export function drawSample(
  store: Store,
  job: RunJob,
  { epoch, image }: { epoch: number; image: number },
): Uint8Array {
  const path = join(runFolder(store.folder, job.name), 'samples', String(epoch), `${image}.png`);
  const { pixels, ...size } = readSample(path);
  const colors = classColors(job, listCategories(store.sql));
  const colorOf = (value: number) => colors[value] ?? '#ffffff';
  const crowds = new Uint8Array(pixels.length);
  return rgbaPng(paintLabels({ ...size, values: pixels, owners: pixels, crowds }, colorOf), size);
}

function readSample(path: string): ReturnType<typeof readGreyPng> {
  try {
    return readGreyPng(readFileSync(path));
  } catch {
    throw notFound('sample of that epoch');
  }
}
