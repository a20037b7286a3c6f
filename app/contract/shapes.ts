import * as v from 'valibot';
import { reviewStates, splits } from '../domain/image.ts';
import { runStatuses } from '../domain/run.ts';

/** The building blocks of the method table: the nouns of `domain` as schemas. */

export const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53 - 1));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A path on this computer, absolute; never empty, never with a NUL byte. */
export const path = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.check((text) => !text.includes('\0'), 'a path without a NUL byte'),
);
export const text = v.pipe(v.string(), v.maxLength(500));
export const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
export const color = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i));
/** Run names are folder names: letters, digits, dot, dash, underscore; they begin with a letter or digit. */
export const runName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    ({ received }) =>
      `A run’s name has up to 64 letters, digits, dots, dashes and underscores, the first a letter or digit, and this is ${received}`,
  ),
);
export const score = v.nullable(v.number());

export const split = v.picklist(splits);
export const review = v.picklist(reviewStates);
export const runStatus = v.picklist(runStatuses);
export const weights = v.picklist(['best', 'last']);

export const size = { width: count, height: count };
export const rect = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
});
export const turn = v.picklist([1, 2, 3, 4, 5, 6, 7, 8]);

export const category = v.object({ id, name, color, value: count });

export const image = v.object({
  id,
  name: v.string(),
  ...size,
  turn,
  split,
  review,
  revision: count,
  annotations: count,
  present: v.boolean(),
  score,
  predicted: v.boolean(),
});

export const polygons = v.array(v.array(v.pipe(v.number(), v.finite())));
export const shape = v.variant('kind', [
  v.object({ kind: v.literal('polygons'), polygons }),
  v.object({ kind: v.literal('mask'), rle: v.string() }),
]);

export const annotation = v.object({
  id,
  category: id,
  shape,
  crowd: v.boolean(),
  areaPx2: v.number(),
  bounds: rect,
  edited: v.boolean(),
  visible: v.boolean(),
  locked: v.boolean(),
  color: v.nullable(color),
});

export const patch = v.object({
  x: count,
  y: count,
  width: count,
  height: count,
  counts: v.string(),
});
export const seed = v.object({
  id,
  category: id,
  shape,
  crowd: v.boolean(),
  position: count,
});

export const change = v.variant('kind', [
  v.object({ kind: v.literal('xor'), annotation: id, patch }),
  v.object({ kind: v.literal('create'), seed }),
  v.object({ kind: v.literal('delete'), seed }),
  v.object({ kind: v.literal('vertices'), annotation: id, before: polygons, after: polygons }),
  v.object({ kind: v.literal('rasterise'), annotation: id, polygons }),
  v.object({ kind: v.literal('vectorise'), annotation: id, polygons }),
  v.object({ kind: v.literal('class'), annotation: id, before: id, after: id }),
  v.object({ kind: v.literal('order'), before: v.array(id), after: v.array(id) }),
]);

export const gesture = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{8,64}$/)),
  label: text,
  changes: v.pipe(v.array(change), v.minLength(1)),
});

/** What one write did to a picture. */
export const written = v.object({ revision: count, canUndo: v.boolean(), canRedo: v.boolean() });

export const stepped = v.object({
  ...written.entries,
  label: v.string(),
  changes: v.array(change),
  /** The objects of the picture that are as their file says. */
  untouched: v.array(id),
  /** Of the picture now: with its last change taken back it is what it was before. */
  review,
});

export const perClass = v.record(v.string(), v.nullable(v.number()));
export const scores = v.object({
  meanIou: score,
  iou: perClass,
  dice: perClass,
  pixelAccuracy: score,
});

export const job = v.object({
  id: v.string(),
  kind: v.string(),
  title: v.string(),
  state: v.picklist(['running', 'done', 'failed', 'cancelled']),
  /** May be a fraction: a share of the one under way. */
  done: v.number(),
  /** 0 while the amount of work is not known. */
  total: v.number(),
  /** What `done` and `total` count, such as "pictures" or "bytes". */
  unit: v.string(),
  secondsLeft: v.nullable(v.number()),
  message: v.string(),
  startedAt: v.string(),
  /** The result of the kind of job, once done. */
  result: v.optional(v.unknown()),
  error: v.optional(
    v.object({ code: v.string(), message: v.string(), details: v.record(v.string(), v.unknown()) }),
  ),
});
export type Job = v.InferOutput<typeof job>;
export const jobStarted = v.object({ job: v.string() });

export const empty = v.object({});
