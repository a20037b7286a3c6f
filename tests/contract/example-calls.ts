import type { MethodName, Params } from '../../app/contract/methods.ts';
import type { SmallProject } from './small-project.ts';

/**
 * One call of every method, on the small project or on names that are not there: a method without one does not compile.
 * `null`: calling it would fetch hundreds of megabytes or open another project under the tests' feet.
 */
export type ExampleCalls = { readonly [M in MethodName]: Params<M> | null };

export function exampleCalls({ annotations, images, folder }: SmallProject): ExampleCalls {
  const run = 'no-such-run';
  const filter = {};
  const order = { by: 'id', descending: false } as const;
  const plan = { kind: 'counts', train: 2, test: 1, seed: 0 } as const;
  const out = `${folder}-out`;
  const place = {
    view: 'annotate' as const,
    picture: 1,
    look: { image: 1, x: 4, y: 5, scale: 2 },
    hand: {
      tool: 'eraser' as const,
      brushSizePx: 9,
      brushShape: 'square' as const,
      category: 17,
    },
    filter,
    order,
    top: 0,
    focus: 0,
    run: null,
    judged: null,
  };
  const gesture = {
    id: 'gesture-0001',
    label: 'Brush',
    changes: [
      {
        kind: 'create' as const,
        seed: {
          id: 900,
          category: 17,
          crowd: false,
          position: 1,
          shape: { kind: 'polygons' as const, polygons: [[1, 1, 9, 1, 9, 9]] },
        },
      },
    ],
  };
  return {
    'studio.status': {},
    'studio.doctor': {},
    'studio.licences': {},
    'problem.collect': {},
    'problem.save': { path: `${folder}-problem.txt`, text: 'Maskwright: a problem\n' },
    'project.open': { folder, create: false },
    'project.close': null,
    'project.recover': null,
    'place.get': { folder },
    'place.keep': { folder, place },
    'folder.list': { path: images },
    'import.inspect': { annotations },
    'import.coco': { annotations, images, copy: false },
    'import.folder': { images: `${images}-that-is-not-there`, copy: false },
    'import.masks': { images, masks: images, parts: false, copy: false },
    'import.sample': { count: 1, seed: 1 },
    'source.list': {},
    'source.relink': { source: 77, images },
    'image.list': { filter, order, offset: 0, limit: 10 },
    'image.ids': { filter, order },
    'image.counts': { filter },
    'image.get': { image: 1 },
    'image.review': { changes: [{ image: 1, review: 'accepted' }] },
    'image.split': { changes: [{ image: 1, split: 'train' }] },
    'split.apply': { plan },
    'category.list': {},
    'category.add': { name: 'fox' },
    'category.update': { category: 17, color: '#123456' },
    'category.delete': { category: 999 },
    'trash.restore': { trash: 999 },
    'annotation.reserve': { count: 2 },
    'annotation.show': { annotations: [1], visible: false },
    'gesture.apply': { image: 1, revision: 0, gesture },
    'history.undo': { image: 1, revision: 99 },
    'history.redo': { image: 1, revision: 99 },
    'history.list': { image: 1 },
    'model.summary': { choice: { model: 'segnet' }, classes: 2 },
    'weights.fit': {
      source: { kind: 'file', file: `${folder}-that-is-not-there.h5` },
      choice: {},
      classes: 2,
    },
    'training.plan': { choice: {} },
    'training.start': { choice: { run: 'not a name' } },
    'training.searchRate': { choice: { model: 'unet', gpu: 'no-such-card' } },
    'training.searchBatch': { choice: { model: 'unet', gpu: 'no-such-card' } },
    'training.resume': { run },
    'training.again': { run },
    'training.pause': { run },
    'training.restart': { run },
    'training.stop': { run },
    'training.hold': { on: true },
    'run.list': {},
    'run.get': { run },
    'run.metrics': { run, from: 0 },
    'run.samples': { run },
    'run.diff': { a: run, b: run },
    'run.delete': { run },
    'prediction.start': { run, weights: 'best', target: [1] },
    'prediction.get': { image: 1 },
    'prediction.accept': { image: 1, revision: 0, run, threshold: 0.5 },
    'folder.predict': { runFolder: images, weights: 'best', images, out: `${folder}-predicted` },
    'folder.evaluate': { runFolder: images, weights: 'best', images, masks: images },
    'evaluation.start': { run, split: 'val', weights: 'best' },
    'evaluation.list': { run },
    'layers.look': { run, weights: 'best', image: 1, out },
    'layers.numbers': {
      run,
      weights: 'best',
      image: 1,
      layer: 'pool',
      row: 0,
      column: 0,
      channel: 0,
    },
    'layers.field': { run, layer: 'pool', row: 0, column: 0 },
    'prompt.status': {},
    'prompt.files': { files: null },
    'prompt.encode': { image: 1, ahead: true },
    'prompt.segment': { image: 1, prompt: { points: [{ x: 1, y: 1, positive: true }], box: null } },
    'export.coco': { out: `${out}.json` },
    'export.masks': { out, layout: 'plain' },
    'export.model': { run, weights: 'best', out },
    'export.curves': { run, out },
    'export.predictions': { run, weights: 'best', target: 'val', out },
    'runtime.status': {},
    'runtime.install': null,
    'job.list': {},
    'job.get': { job: 'no-such-job' },
    'job.cancel': { job: 'no-such-job' },
  };
}
