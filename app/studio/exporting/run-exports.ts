import { basename } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { Handlers } from '../../contract/dispatch.ts';
import { listCategories } from '../../store/categories.ts';
import type { PredictionTools } from '../predicting/predict-pictures.ts';
import { exportCurves } from './run-curves.ts';
import { exportModel } from './run-model.ts';
import { writePredictions } from './run-pictures.ts';
import { readJob, weightsMark } from '../run-folder/run-files.ts';
import { imagesOf } from '../predicting/predictions.ts';

type RunExportMethods = 'export.model' | 'export.curves' | 'export.predictions';

/** What leaves a run: the network itself, how it learned, and what it predicted. */
export function runExportHandlers(tools: PredictionTools): Pick<Handlers, RunExportMethods> {
  const { context } = tools;
  return {
    'export.model': ({ run, weights, out }) => {
      const { folder } = context.store();
      readJob(folder, run);
      weightsMark(folder, run, weights);
      const title = `Export the model of ${run}`;
      const job = context.jobs.start({ kind: 'export.model', title, unit: 'files' }, (work) =>
        exportModel(folder, { run, weights, out }, work),
      );
      return Promise.resolve({ job });
    },
    'export.curves': ({ run, out }) => {
      const { folder, sql } = context.store();
      const described = { job: readJob(folder, run), categories: listCategories(sql), out };
      const title = `Export the curves of ${run}`;
      const job = context.jobs.start({ kind: 'export.curves', title, unit: 'files' }, (work) =>
        exportCurves(folder, described, work),
      );
      return Promise.resolve({ job });
    },
    'export.predictions': ({ target, ...order }) => {
      const store = context.writableStore();
      readJob(store.folder, order.run);
      weightsMark(store.folder, order.run, order.weights);
      const images = imagesOf(store, target);
      if (images.length === 0) {
        throw new StudioError('bad-input', 'There are no pictures in that split to predict.');
      }
      const title = `Export predictions to ${basename(order.out)}`;
      const job = context.jobs.start(
        {
          kind: 'export.predictions',
          title,
          unit: 'pictures',
          whenCancelled: 'This was cancelled. The predictions that were written until then stay.',
        },
        (work) => writePredictions(tools, { store, images, ...order }, work),
      );
      return Promise.resolve({ job });
    },
  };
}
