import * as v from 'valibot';
import { imageFilter, imageOrder, splitPlan } from './filters.ts';
import { layerMethods } from './layer-methods.ts';
import { method, type Method } from './method.ts';
import { place } from './place.ts';
import { evaluationSettings, outlineNear, threshold } from './evaluation.ts';
import { runMethods } from './run-methods.ts';
import { collected, licenceList, savedProblem } from './problem.ts';
import { prompt, promptedMask, promptFiles, promptStatus } from './prompting.ts';
import { cocoOverview, evaluation, projectSummary, runtimeStatus, source } from './results.ts';
import * as s from './shapes.ts';

const images = v.array(s.id);
const splitChoice = evaluationSettings.entries.split;

/** The one table. Client, dispatcher, HTTP routes and tests all come from it. */
export const methods = {
  'studio.status': method(
    s.empty,
    v.object({
      version: v.string(),
      project: v.nullable(projectSummary),
      /** Set when the project's database is damaged or from a newer version: what can be done. */
      trouble: v.nullable(
        v.object({
          code: v.picklist(['damaged', 'newer-version']),
          message: v.string(),
          folder: v.string(),
          backup: v.nullable(v.object({ file: v.string(), madeAt: v.string() })),
        }),
      ),
      home: v.string(),
      suggestedFolder: v.string(),
      recent: v.array(v.object({ folder: v.string(), name: v.string() })),
    }),
  ),
  'studio.doctor': method(
    s.empty,
    v.object({
      facts: v.array(
        v.object({ name: v.string(), value: v.string(), advice: v.nullable(v.string()) }),
      ),
    }),
  ),
  /** Of everything of others that Maskwright ships with. Some hundred kilobytes: asked for when it is looked at. */
  'studio.licences': method(s.empty, licenceList),

  /** What a person may want to send to whoever can help. Nothing here sends anything. */
  'problem.collect': method(s.empty, collected),
  /** Writes the text as it was shown; the name gets the ending .txt unless it has it. */
  'problem.save': method(savedProblem, v.object({ path: v.string() })),

  'project.open': method(v.object({ folder: s.path, create: v.boolean() }), projectSummary),
  'project.close': method(s.empty, s.empty),
  /** Puts the last verified backup in the damaged database's place; the damaged file is kept beside it. */
  'project.recover': method(v.object({ folder: s.path }), projectSummary),

  /** Where the person was in this project last; null before the first time. */
  'place.get': method(v.object({ folder: s.path }), v.object({ place: v.nullable(place) })),
  'place.keep': method(v.object({ folder: s.path, place }), s.empty),

  'folder.list': method(
    v.object({ path: v.nullable(s.path) }),
    v.object({
      path: v.string(),
      parent: v.nullable(v.string()),
      entries: v.array(
        v.object({
          name: v.string(),
          kind: v.picklist(['folder', 'file']),
          bytes: s.count,
          pictures: v.boolean(),
        }),
      ),
      places: v.array(v.object({ name: v.string(), path: v.string() })),
    }),
  ),

  'import.inspect': method(v.object({ annotations: s.path }), cocoOverview),
  'import.coco': method(
    v.object({
      annotations: s.path,
      images: s.path,
      /** Names; left out: all. */
      categories: v.optional(v.array(s.name)),
      limit: v.optional(v.pipe(s.count, v.minValue(1))),
      copy: v.boolean(),
      plan: v.optional(splitPlan),
    }),
    s.jobStarted,
  ),
  'import.folder': method(
    v.object({ images: s.path, copy: v.boolean(), classes: v.optional(v.array(s.name)) }),
    s.jobStarted,
  ),
  /** Pictures with PNG or BMP masks of the same name, whose values are the classes. */
  'import.masks': method(
    v.object({
      images: s.path,
      masks: s.path,
      /** A file of class names; left out: the project's own classes by their values. */
      names: v.optional(s.path),
      /** The value that says nothing; null: every value is a class. Left out: what the names say, else 255. */
      ignore: v.optional(v.nullable(v.pipe(s.count, v.minValue(1), v.maxValue(255)))),
      /** Each connected part of a class becomes an object, instead of the whole class. */
      parts: v.boolean(),
      copy: v.boolean(),
      /** Where pictures that are new to the project go. */
      split: v.optional(v.picklist(['train', 'val', 'test'])),
    }),
    s.jobStarted,
  ),
  'import.sample': method(
    v.object({ count: v.pipe(s.count, v.minValue(1), v.maxValue(5000)), seed: s.count }),
    s.jobStarted,
  ),

  'source.list': method(s.empty, v.object({ sources: v.array(source) })),
  'source.relink': method(
    v.object({ source: s.id, images: s.path }),
    v.object({ found: s.count, missing: s.count }),
  ),

  'image.list': method(
    v.object({
      filter: imageFilter,
      order: imageOrder,
      offset: s.count,
      limit: v.pipe(s.count, v.maxValue(500)),
    }),
    v.object({ total: s.count, images: v.array(s.image) }),
  ),
  /** Every id of a filter in order: for moving from picture to picture and for selecting a range. */
  'image.ids': method(
    v.object({ filter: imageFilter, order: imageOrder }),
    v.object({ ids: images }),
  ),
  /** How many pictures each choice would show, the other filters kept. */
  'image.counts': method(
    v.object({ filter: imageFilter }),
    v.object({
      total: s.count,
      categories: v.array(v.object({ id: s.id, count: s.count })),
      unlabelled: s.count,
      splits: v.record(v.string(), s.count),
      reviews: v.record(v.string(), s.count),
      predicted: s.count,
      missing: s.count,
      /** 20 bins of the score, 0..1. */
      scores: v.array(s.count),
    }),
  ),
  'image.get': method(
    v.object({ image: s.id }),
    v.object({
      image: s.image,
      annotations: v.array(s.annotation),
      canUndo: v.boolean(),
      canRedo: v.boolean(),
    }),
  ),
  /** Answers the states that were, so that the act can be taken back. */
  'image.review': method(
    v.object({ changes: v.array(v.object({ image: s.id, review: s.review })) }),
    v.object({ before: v.array(v.object({ image: s.id, review: s.review })) }),
  ),
  'image.split': method(
    v.object({ changes: v.array(v.object({ image: s.id, split: s.split })) }),
    v.object({ before: v.array(v.object({ image: s.id, split: s.split })) }),
  ),
  'split.apply': method(
    v.object({ plan: splitPlan }),
    v.object({ train: s.count, val: s.count, test: s.count, none: s.count }),
  ),

  'category.list': method(
    s.empty,
    v.object({
      categories: v.array(
        v.object({ ...s.category.entries, images: s.count, annotations: s.count }),
      ),
      /** Grows with every change of a name or colour; part of the overlay's URL. */
      revision: s.count,
    }),
  ),
  'category.add': method(v.object({ name: s.name, color: v.optional(s.color) }), s.category),
  'category.update': method(
    v.object({ category: s.id, name: v.optional(s.name), color: v.optional(s.color) }),
    s.category,
  ),
  /** Takes the class and its objects away, kept in the trash under the answered id. */
  'category.delete': method(
    v.object({ category: s.id }),
    v.object({ trash: s.id, annotations: s.count }),
  ),
  'trash.restore': method(v.object({ trash: s.id }), s.empty),

  /** Ids for annotations to be made, never given out twice. */
  'annotation.reserve': method(
    v.object({ count: v.pipe(s.count, v.minValue(1), v.maxValue(1000)) }),
    v.object({ first: s.id }),
  ),
  /** How objects are shown and whether they can be painted; not part of the history. A null colour is the class's. */
  'annotation.show': method(
    v.object({
      annotations: v.array(s.id),
      visible: v.optional(v.boolean()),
      locked: v.optional(v.boolean()),
      color: v.optional(v.nullable(s.color)),
    }),
    s.empty,
  ),
  'gesture.apply': method(
    v.object({ image: s.id, revision: s.count, gesture: s.gesture }),
    s.written,
  ),
  /** Answers the changes that were made, to be applied to what the window shows. */
  'history.undo': method(v.object({ image: s.id, revision: s.count }), s.stepped),
  'history.redo': method(v.object({ image: s.id, revision: s.count }), s.stepped),
  'history.list': method(
    v.object({ image: s.id }),
    v.object({
      gestures: v.array(
        v.object({ id: v.string(), label: v.string(), at: v.string(), undone: v.boolean() }),
      ),
    }),
  ),

  ...runMethods,
  ...layerMethods,

  'prediction.start': method(
    v.object({
      run: s.runName,
      weights: s.weights,
      target: v.union([splitChoice, images]),
    }),
    s.jobStarted,
  ),
  /** The newest prediction of a picture, or that of the given run; null when there is none. */
  'prediction.get': method(
    v.object({ image: s.id, run: v.optional(s.runName) }),
    v.nullable(
      v.object({
        run: s.runName,
        /** Side of the square maps, in pixels. */
        size: s.count,
        /** One 8-bit grey PNG per foreground class, 255 = certain. */
        maps: v.array(
          v.object({ category: s.id, name: v.string(), value: s.count, url: v.string() }),
        ),
        ...s.scores.entries,
      }),
    ),
  ),
  'prediction.accept': method(
    v.object({
      image: s.id,
      revision: s.count,
      run: s.runName,
      threshold,
      /** Left out: every class predicted. */
      categories: v.optional(v.array(s.id)),
    }),
    v.object({ ...s.written.entries, changes: v.array(s.change) }),
  ),
  /** Its job's result is `evaluationResult`. */
  'evaluation.start': method(
    v.object({
      run: s.runName,
      split: splitChoice,
      weights: s.weights,
      threshold: v.optional(threshold),
      outlineNear: v.optional(outlineNear),
    }),
    s.jobStarted,
  ),
  'evaluation.list': method(
    v.object({ run: s.runName }),
    v.object({ evaluations: v.array(evaluation) }),
  ),

  /**
   * Predicts the pictures of a folder, and the folders in it, with a run anywhere on this computer; no project is needed. Its
   * job's result is `folderPrediction`.
   */
  'folder.predict': method(
    v.object({
      /** The run's own folder, which holds job.json. */
      runFolder: s.path,
      weights: s.weights,
      images: s.path,
      threshold: v.optional(threshold),
      out: s.path,
      /** False where a file that is there already ends it before anything is predicted; left out, files are written over. */
      overwrite: v.optional(v.boolean()),
    }),
    s.jobStarted,
  ),
  /** The same compared with masks, named as `import.masks` takes them. Its job's result is `folderEvaluation`. */
  'folder.evaluate': method(
    v.object({
      runFolder: s.path,
      weights: s.weights,
      images: s.path,
      masks: s.path,
      /** A file of class names; left out: values are those of the run's classes. */
      names: v.optional(s.path),
      ignore: v.optional(evaluationSettings.entries.ignore),
      threshold: v.optional(threshold),
      outlineNear: v.optional(outlineNear),
    }),
    s.jobStarted,
  ),

  /** The person's own encoder and decoder for clicks and boxes: which are set, and what they are. Loads them. */
  'prompt.status': method(s.empty, promptStatus),
  /** Remembers the files of the person's, on this computer and in no project; null forgets them. */
  'prompt.files': method(v.object({ files: v.nullable(promptFiles) }), promptStatus),
  /** Looks at a picture before it is clicked on. With `ahead` it is not the one at hand, and waits for what else is asked. */
  'prompt.encode': method(v.object({ image: s.id, ahead: v.boolean() }), s.empty),
  'prompt.segment': method(v.object({ image: s.id, prompt }), promptedMask),

  'export.coco': method(v.object({ out: s.path, mergeInto: v.optional(s.path) }), s.jobStarted),
  'export.masks': method(
    v.object({
      out: s.path,
      layout: v.picklist(['plain', 'keras-segmentation']),
      /** The grey value of crowds and of what is to be ignored. */
      ignore: v.optional(v.pipe(s.count, v.maxValue(255))),
    }),
    s.jobStarted,
  ),
  'export.model': method(
    v.object({ run: s.runName, weights: s.weights, out: s.path }),
    s.jobStarted,
  ),
  'export.curves': method(v.object({ run: s.runName, out: s.path }), s.jobStarted),
  'export.predictions': method(
    v.object({
      run: s.runName,
      weights: s.weights,
      target: splitChoice,
      threshold: v.optional(v.number()),
      out: s.path,
    }),
    s.jobStarted,
  ),

  'runtime.status': method(s.empty, runtimeStatus),
  'runtime.install': method(v.object({ cuda: v.boolean() }), s.jobStarted),

  'job.list': method(s.empty, v.object({ jobs: v.array(s.job) })),
  'job.get': method(v.object({ job: v.string() }), s.job),
  'job.cancel': method(v.object({ job: v.string() }), s.empty),
} as const satisfies Record<string, Method>;

export type * from './results.ts';

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = v.InferOutput<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = v.InferOutput<(typeof methods)[M]['result']>;

export type Written = v.InferOutput<typeof s.written>;
