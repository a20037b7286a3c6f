import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Skipped } from '../../contract/methods.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { mapSideOf } from '../../contract/training.ts';
import type { RunWeights } from '../../domain/run.ts';
import type { PictureHeader } from '../../pictures/header.ts';
import { lookAt } from '../importing/import-pictures.ts';
import type { JobWork } from '../jobs/job.ts';
import type { PredictionEngine } from './prediction-engine.ts';
import { defaultThreshold, type PredictedPicture } from './prediction-maps.ts';

/** A picture of a folder that was predicted; its maps are gone when `visit` has ended. */
export interface FolderPicture {
  readonly name: string;
  readonly path: string;
  readonly header: PictureHeader;
  readonly predicted: PredictedPicture;
}

export interface FolderOrder {
  readonly job: RunJob;
  readonly runFolder: string;
  readonly weights: RunWeights;
  readonly threshold?: number | undefined;
}

/** So many pictures' maps are on the disk at once, and a cancellation is heard soon. */
const picturesPerRequest = 64;

/** A visit may hold a picture in full: one is read while another is compared, and memory does not grow with their number. */
const visitsAtOnce = 2;

/**
 * Predicts pictures, upright by their EXIF turn, by their names in a folder; answers those that could not be, and why. Tells
 * its progress by them.
 */
export async function predictEach(
  { engine }: { readonly engine: Pick<PredictionEngine, 'predict'> },
  {
    job,
    runFolder,
    weights,
    threshold = defaultThreshold,
    images,
    names,
  }: FolderOrder & { readonly images: string; readonly names: readonly string[] },
  { signal, progress, visit }: JobWork & { visit(picture: FolderPicture): Promise<void> },
): Promise<readonly Skipped[]> {
  const skipped: Skipped[] = [];
  const lanes = Array.from({ length: visitsAtOnce }, () => Promise.resolve());
  let visits = 0;
  let visited = 0;
  let reached = 0;
  function reach(done: number, message = ''): void {
    // Another may be predicted before the one before it was looked at.
    reached = Math.max(reached, done + skipped.length);
    progress({ done: reached, message });
  }
  function leaveOut(file: string, reason: string): void {
    skipped.push({ file, reason });
    reach(visited, file);
  }
  const maps = await mkdtemp(join(tmpdir(), 'maskwright-maps-'));
  try {
    for (let start = 0; start < names.length; start += picturesPerRequest) {
      signal.throwIfAborted();
      const pictures: FolderPicture[] = [];
      for (const name of names.slice(start, start + picturesPerRequest)) {
        const look = await lookAt(images, name);
        if ('reason' in look) {
          leaveOut(name, look.reason);
          continue;
        }
        const { width, height, turn } = look.header;
        const predicted = {
          ...{ width, height, turn, threshold },
          folder: join(maps, String(pictures.length + 1)),
          classes: job.classes.length,
          side: mapSideOf(job.settings),
        };
        pictures.push({ name, path: look.path, header: look.header, predicted });
      }
      await engine.predict({
        folder: runFolder,
        weights,
        maps,
        targets: pictures.map(({ path, header: { width, height, turn } }, k) => {
          return { image: k + 1, path, width, height, turn };
        }),
        signal,
        onPart(image, share) {
          reach(visits + share, pictures[image - 1]?.name);
        },
        onPredicted(image) {
          const lane = visits++ % visitsAtOnce;
          const picture = pictures[image - 1]!;
          const looked = lanes[lane]!.then(async () => {
            signal.throwIfAborted();
            await visit(picture);
            reach(++visited, picture.name);
          });
          // The rejection is handled below, where all are awaited.
          looked.catch(() => undefined);
          lanes[lane] = looked;
        },
        onSkipped(image, reason) {
          leaveOut(pictures[image - 1]?.name ?? String(image), reason);
        },
      });
      await Promise.all(lanes);
    }
    return skipped;
  } finally {
    // After a failure or a cancellation too: nothing is read or written once this has ended.
    await Promise.allSettled(lanes);
    await rm(maps, { recursive: true, force: true });
  }
}
