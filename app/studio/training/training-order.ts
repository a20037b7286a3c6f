import { hasLevelsToTeach, modelsWithLevels } from '../../contract/deep-supervision.ts';
import { StudioError } from '../../contract/errors.ts';
import { runFolderFormat, type RunJob } from '../../contract/run-folder.ts';
import type { TrainingChoice, TrainingSettings } from '../../contract/training.ts';
import { isRunning } from '../../domain/run.ts';
import { backendOffers, nvidiaCards, offerFor, cardFor } from '../../runtime/runtime.ts';
import { listCategories, listMaskValues } from '../../store/categories.ts';
import type { Store } from '../../store/open.ts';
import { badInput, timestamp, type StudioContext } from '../context.ts';
import { awaitsDivision, firstDivision } from './first-division.ts';
import { findJob, readState, runExists } from '../run-folder/run-files.ts';
import { applySplitPlan } from './splits.ts';

/** What must hold before a run begins, and what it is called. */

/** Throws `unavailable` when what a person chose to compute with is not there: only `auto` takes something else instead. */
export async function requireBackend(settings: TrainingSettings): Promise<void> {
  const { backend, gpu } = settings;
  if (gpu !== 'auto' && gpu !== 'none') {
    if (backend !== 'auto' && backend !== 'tensorflow') {
      throw badInput(
        `“${backend}” takes no NVIDIA card by name: leave the card at “auto”, or choose TensorFlow.`,
      );
    }
    cardFor(gpu, await nvidiaCards());
  }
  // One that is software only is no offer, and may be asked for by name all the same: its engine says what is missing.
  if (backend === 'webgpu') return;
  const offer = offerFor(await backendOffers(settings), settings);
  if (offer !== null && !offer.usable) throw new StudioError('unavailable', offer.reason);
}

/** Throws `bad-input` where inner levels are to be taught and the network has none. */
export function requireLevels(settings: TrainingSettings): void {
  if (!settings.deepSupervision || hasLevelsToTeach(settings)) return;
  const { model, depth } = settings;
  throw badInput(
    model === 'unet'
      ? `“unet” of ${String(depth)} levels has none in between that could be taught as well. Turn deep supervision off, or give it 3 levels or more.`
      : `“${model}” has no levels on its way up that could be taught as well. Turn deep supervision off, or choose a network that has them: ${modelsWithLevels.join(', ')}.`,
  );
}

/** A project whose pictures nobody has divided yet is divided now, and stays so: what was trained on can be seen. */
export async function requirePictures(
  { events }: StudioContext,
  store: Store,
  { seed }: TrainingSettings,
): Promise<void> {
  if (listCategories(store.sql).length === 0) {
    throw badInput('There is no class to learn. Add one and draw some objects of it first.');
  }
  const { splits: tallies } = await store.tallies.labelled();
  if (awaitsDivision(tallies)) {
    await store.write(() => applySplitPlan(store, firstDivision(seed)));
    events.announce('images', { images: [] });
    return;
  }
  if ((tallies.find(({ split }) => split === 'train')?.usable ?? 0) === 0) {
    throw badInput(
      'There is no labelled picture to train on. Label some, and put them into the split “train”.',
    );
  }
}

/** Its pictures are still to be listed: the hash of the list comes with it. */
export function newJob(
  store: Store,
  { settings, name }: { settings: TrainingSettings; name: string },
): RunJob {
  const maskValues = listMaskValues(store.sql);
  return {
    format: runFolderFormat,
    name,
    createdAt: timestamp(),
    settings,
    classes: listCategories(store.sql).map(({ id, name: category, value }) => {
      const maskValue = maskValues.get(id);
      return { id, name: category, value, ...(maskValue === undefined ? {} : { maskValue }) };
    }),
    dataHash: '',
  };
}

/** The name asked for, or run-1, run-2, ... */
export function nameOfRun({ folder }: Store, { run }: TrainingChoice): string {
  if (run === undefined) {
    for (let number = 1; ; number++) {
      const name = `run-${number}`;
      if (!runExists(folder, name)) return name;
    }
  }
  if (runExists(folder, run)) {
    const known = findJob(folder, run);
    const way =
      known !== null && !isRunning(readState(folder, known).status)
        ? 'Choose another name, resume it, or delete it first.'
        : 'Choose another name.';
    throw badInput(`There is a run “${run}” already. ${way}`);
  }
  return run;
}
