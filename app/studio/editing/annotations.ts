import type { Handlers } from '../../contract/dispatch.ts';
import { StudioError } from '../../contract/errors.ts';
import type { Result, Written } from '../../contract/methods.ts';
import { invertChanges, type Change, type Gesture } from '../../domain/gesture.ts';
import type { ReviewState } from '../../domain/image.ts';
import {
  findAnnotation,
  reserveAnnotations,
  setShown,
  untouchedIn,
} from '../../store/annotations.ts';
import { listCategories } from '../../store/categories.ts';
import {
  addGesture,
  findGesture,
  firstUndone,
  historyOf,
  lastDone,
  listGestures,
  markUndone,
} from '../../store/gestures.ts';
import { noteEdit, type StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { applyChanges, type Rules } from './apply-change.ts';
import { badInput, notFound, timestamp, type StudioContext } from '../context.ts';
import { imageOf } from './library.ts';
import { lostClasses } from './lost-classes.ts';
import { readPicture, rowToBringBack, writePicture } from './picture.ts';

type Stepped = Written & Omit<Result<'history.undo'>, 'changes'> & { changes: readonly Change[] };

type AnnotationMethods =
  | 'annotation.reserve'
  | 'annotation.show'
  | 'gesture.apply'
  | 'history.undo'
  | 'history.redo'
  | 'history.list';

export function annotationHandlers(context: StudioContext): Pick<Handlers, AnnotationMethods> {
  const { events } = context;

  /** Writes to one picture, and tells what that changed. */
  async function change<T>(image: number, work: (store: Store) => T): Promise<T> {
    const store = context.store();
    const { made, isReviewed } = await store.write(() => {
      const before = imageOf(store.sql, image).review;
      const result = work(store);
      return { made: result, isReviewed: imageOf(store.sql, image).review !== before };
    });
    events.announce('images', { images: [image] });
    if (isReviewed) events.announce('project', {});
    return made;
  }

  return {
    'annotation.reserve': async ({ count }) => {
      const store = context.store();
      return { first: await store.write(() => reserveAnnotations(store.sql, count)) };
    },
    'annotation.show': async ({ annotations, visible, locked, color }) => {
      const store = context.store();
      const images = await store.write(() =>
        annotations.map((id) => {
          const row = findAnnotation(store.sql, id);
          if (row === undefined) throw notFound(`object ${id}`);
          setShown(store.sql, id, {
            visible: visible ?? row.visible === 1,
            locked: locked ?? row.locked === 1,
            color: color === undefined ? row.color : color,
          });
          return row.image;
        }),
      );
      // An empty list would mean many pictures.
      if (images.length > 0) events.announce('images', { images: [...new Set(images)] });
      return {};
    },
    'gesture.apply': ({ image, revision, gesture }) =>
      change(image, (store) => applyGesture(store, { image, revision, gesture })),
    'history.undo': (params) => change(params.image, (store) => stepHistory(store, params, 'undo')),
    'history.redo': (params) => change(params.image, (store) => stepHistory(store, params, 'redo')),
    'history.list': ({ image }) => {
      const { sql } = context.store();
      const gestures = listGestures(sql, imageOf(sql, image).id);
      return Promise.resolve({
        gestures: gestures.map(({ id, label, at, undone }) => ({
          id,
          label,
          at,
          undone: undone === 1,
        })),
      });
    },
  };
}

/**
 * Makes one gesture on a picture. Runs inside a transaction. A repeat of one already made is answered as it was then.
 * Throws `conflict` when the picture has moved on, `bad-input` when a change does not fit; nothing is changed then.
 */
export function applyGesture(
  store: Store,
  { image, revision, gesture }: { image: number; revision: number; gesture: Gesture },
): Written {
  const repeated = findGesture(store.sql, gesture.id);
  if (repeated !== undefined) {
    if (repeated.image !== image) {
      throw badInput(`The gesture ${gesture.id} was already made on another picture.`);
    }
    return { revision: repeated.revision, canUndo: true, canRedo: false };
  }
  const before = imageAt(store, image, revision);
  const { kept: changes } = applyTo(store, before, { changes: gesture.changes, isStep: false });
  const at = timestamp();
  const next = revision + 1;
  const { id, label } = gesture;
  const reviewBefore = before.review;
  addGesture(store.sql, { id, image, revision: next, reviewBefore, label, at, changes });
  noteEdit(store.sql, image, { revision: next, review: 'edited', at });
  return { revision: next, canUndo: true, canRedo: false };
}

function stepHistory(
  store: Store,
  { image, revision }: { image: number; revision: number },
  direction: 'undo' | 'redo',
): Stepped {
  const before = imageAt(store, image, revision);
  const gesture = direction === 'undo' ? lastDone(store.sql, image) : firstUndone(store.sql, image);
  if (gesture === undefined) throw badInput(`There is nothing to ${direction} in this picture.`);
  const wanted = direction === 'undo' ? invertChanges(gesture.changes) : gesture.changes;
  requireClasses(store, gesture.label, { direction, changes: wanted });
  const { seen: changes } = explained(gesture.label, direction, () =>
    applyTo(store, before, { changes: wanted, isStep: true }),
  );
  markUndone(store.sql, gesture.id, direction === 'undo');
  const next = revision + 1;
  const review = reviewAfter(before.review, gesture.reviewBefore, direction);
  noteEdit(store.sql, image, { revision: next, review, at: timestamp() });
  return {
    ...{ revision: next, label: gesture.label, changes },
    ...historyOf(store.sql, image),
    untouched: untouchedIn(store.sql, image),
    review,
  };
}

/** Undo brings back the state the gesture found, unless the person has decided otherwise since. */
function reviewAfter(
  now: ReviewState,
  before: ReviewState,
  direction: 'undo' | 'redo',
): ReviewState {
  if (direction === 'redo') return 'edited';
  return now === 'edited' ? before : now;
}

/** Applies the changes to what is stored; answers them as they were made, for the window and for the history. */
function applyTo(
  store: Store,
  image: StoredImage,
  { changes, isStep }: { changes: readonly Change[]; isStep: boolean },
): Pick<ReturnType<typeof applyChanges>, 'seen' | 'kept'> {
  const categories = new Set(listCategories(store.sql).map(({ id }) => id));
  const rules: Rules = {
    hasCategory: (id) => categories.has(id),
    rowOf: (id) => rowToBringBack(store, image.id, id),
    isStep,
  };
  const before = readPicture(store, image);
  const after = applyChanges(before, changes, rules);
  writePicture(store, before, after.picture);
  return after;
}

/** A step of the history fits unless its class went to the trash in the meantime: says which, and what to restore. */
function requireClasses(
  { sql }: Store,
  label: string,
  { direction, changes }: { direction: 'undo' | 'redo'; changes: readonly Change[] },
): void {
  const lost = lostClasses(sql, changes);
  if (lost.length > 0) {
    const names = lost.map(({ name }) => `“${name}”`).join(', ');
    const classes = lost.length === 1 ? `the class ${names} was` : `the classes ${names} were`;
    throw new StudioError(
      'bad-input',
      `“${label}” cannot be ${taken(direction)}: ${classes} deleted since. Bring back what was deleted first.`,
      { details: { trash: lost.map(({ trash }) => trash) } },
    );
  }
}

/** Whatever else stands in the way. */
function explained<T>(label: string, direction: 'undo' | 'redo', work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'bad-input') throw error;
    throw new StudioError(
      'bad-input',
      `“${label}” cannot be ${taken(direction)}: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}

function taken(direction: 'undo' | 'redo'): string {
  return direction === 'undo' ? 'taken back' : 'done again';
}

function imageAt(store: Store, id: number, revision: number): StoredImage {
  const image = imageOf(store.sql, id);
  if (image.revision !== revision) {
    throw new StudioError(
      'conflict',
      `“${image.name}” was changed elsewhere in the meantime. Load it again, then repeat this.`,
      { details: { revision: image.revision } },
    );
  }
  return image;
}
