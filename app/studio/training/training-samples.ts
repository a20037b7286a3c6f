import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { StudioError } from '../../contract/errors.ts';
import type { Sample } from '../../contract/run-folder.ts';
import type { Split } from '../../domain/image.ts';
import { listCategories } from '../../store/categories.ts';
import { syncFolder } from '../../disk/durable.ts';
import type { StoredImage } from '../../store/images.ts';
import { listLabelled, listUnlabelled } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { labelLayers, valuesOf } from '../editing/label-layers.ts';
import { pathOfImage } from '../sources.ts';
import { planSplits } from './split-plan.ts';

/**
 * Freezes what a run sees into `samples.jsonl`: later edits of the project do not reach it. Answers the SHA-256 of the
 * file. Strokes are saved in between. Throws a StudioError where no picture to train on shows an object.
 */
export async function freezeSamples(
  store: Store,
  folder: string,
  {
    seed,
    unlabelled = false,
    signal,
    progress,
  }: {
    seed: number;
    /** Whether the pictures without labels are listed too. */
    unlabelled?: boolean;
    signal: AbortSignal;
    progress: (done: number, total: number) => void;
  },
): Promise<string> {
  const pictures = [
    ...trainingPictures(store, seed),
    // In no split, as a run has it, wherever the project has them.
    ...(unlabelled ? listUnlabelled(store.sql) : []).map((image) => ({
      image,
      split: 'none' as const,
    })),
  ];
  const valueOf = valuesOf(listCategories(store.sql));
  const hash = createHash('sha256');
  let isTaught = false;
  const part = join(folder, 'samples.jsonl.part');
  const file = await open(part, 'w');
  try {
    for (const [index, { image, split }] of pictures.entries()) {
      signal.throwIfAborted();
      const sample = sampleOf(store, { image, split, valueOf });
      isTaught ||= split === 'train' && sample.labels.length > 0;
      const line = `${JSON.stringify(sample)}\n`;
      hash.update(line);
      await file.write(line);
      progress(index + 1, pictures.length);
      await breathe();
    }
    if (!isTaught) throw nothingToTeach();
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  await file.close();
  await rename(part, join(folder, 'samples.jsonl'));
  syncFolder(folder);
  return hash.digest('hex');
}

function nothingToTeach(): StudioError {
  return new StudioError(
    'bad-input',
    'No picture to train on shows an object that can be learned: crowds, and what is to be ignored, are left out of everything. Draw some, or put pictures that have some into the training split.',
  );
}

/** A picture as a run sees it now. */
export function sampleOf(
  store: Store,
  {
    image,
    split,
    valueOf,
  }: { image: StoredImage; split: Split; valueOf: (category: number) => number | null },
): Sample {
  const { id, name, width, height, turn } = image;
  const path = pathOfImage(store, image);
  const { labels, ignore } = labelLayers(store, image, valueOf);
  return { image: id, name, path, width, height, turn, split, labels: [...labels], ignore };
}

/** What a run learns from and is measured on. Without pictures for validation, a seeded tenth of train is held out, one at least of two. */
export function trainingPictures(
  store: Store,
  seed: number,
): readonly { readonly image: StoredImage; readonly split: 'train' | 'val' }[] {
  const pictures = listLabelled(store.sql, ['train', 'val']);
  const heldOut =
    pictures.length < 2 || pictures.some(({ split }) => split === 'val')
      ? null
      : planSplits(
          pictures.map(({ id }) => ({ id, order: id, categories: [] })),
          // One at least: what nobody measured, nobody should trust.
          { kind: 'shares', val: Math.max(0.1, 1 / pictures.length), test: 0, seed },
        );
  return pictures.map((image) => {
    const split = heldOut?.get(image.id) ?? image.split;
    return { image, split: split === 'val' ? 'val' : 'train' };
  });
}
