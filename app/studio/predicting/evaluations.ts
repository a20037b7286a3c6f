import type { Handlers } from '../../contract/dispatch.ts';
import type { Evaluation, Params } from '../../contract/methods.ts';
import { splits } from '../../domain/image.ts';
import { usualNearShare } from '../../mask/boundary.ts';
import { listEvaluations, saveEvaluation } from '../../store/evaluations.ts';
import type { StoredImage } from '../../store/images.ts';
import { listLabelled } from '../../store/labelled-images.ts';
import type { Store } from '../../store/open.ts';
import { badInput, timestamp } from '../context.ts';
import { evaluationSum } from './evaluation-sum.ts';
import type { JobWork } from '../jobs/job.ts';
import { PicturesBehind } from './pictures-behind.ts';
import {
  layersFor,
  predictedPicture,
  predictMissing,
  type PredictionTools,
} from './predict-pictures.ts';
import { defaultThreshold } from './prediction-maps.ts';
import { readJob, weightsMark } from '../run-folder/run-files.ts';

type EvaluationMethods = 'evaluation.start' | 'evaluation.list';

export function evaluationHandlers(tools: PredictionTools): Pick<Handlers, EvaluationMethods> {
  const { context } = tools;
  return {
    'evaluation.start': (params) => {
      const store = context.writableStore();
      const { run, weights, split } = params;
      readJob(store.folder, run);
      weightsMark(store.folder, run, weights);
      const images = listLabelled(store.sql, split === 'all' ? splits : [split]);
      if (images.length === 0) {
        throw badInput(
          split === 'all'
            ? 'There is no labelled picture to compare with.'
            : `There is no labelled picture in the split “${split}” to compare with. Put some into it, or measure on another split.`,
        );
      }
      const job = context.jobs.start(
        { kind: 'evaluation', title: `Evaluate ${run} on ${split}`, unit: 'pictures' },
        async (work) => {
          const evaluation = await evaluate(tools, { store, images, ...params }, work);
          await store.write(() => {
            saveEvaluation(store.sql, evaluation, timestamp());
          });
          context.events.announce('run', { run });
          return evaluation;
        },
      );
      return Promise.resolve({ job });
    },
    'evaluation.list': ({ run }) =>
      Promise.resolve({ evaluations: listEvaluations(context.store().sql, run) }),
  };
}

interface Order extends Params<'evaluation.start'> {
  readonly store: Store;
  readonly images: readonly StoredImage[];
}

/** Predicts what is not predicted with these weights yet, then sums one confusion over all, at the pictures' sizes. */
async function evaluate(
  tools: PredictionTools,
  {
    store,
    images,
    run,
    weights,
    split,
    threshold = defaultThreshold,
    outlineNear = usualNearShare,
  }: Order,
  work: JobWork,
): Promise<Evaluation> {
  const { signal, progress } = work;
  const job = readJob(store.folder, run);
  const { predicted, usable } = await predictMissing(tools, { store, run, weights, images }, work);
  const sum = evaluationSum(job);
  const pictures = new PicturesBehind(job.classes.length + 1);
  for (const [index, image] of usable.entries()) {
    signal.throwIfAborted();
    const picture = predictedPicture(store, job, image, threshold);
    const compared = await tools.scoring.compare(picture, layersFor(store, job, image), {
      outlineNear,
    });
    sum.add(compared);
    pictures.add(image, compared.counts);
    progress({
      done: predicted + index + 1,
      total: predicted + usable.length,
      message: image.name,
    });
  }
  return { run, split, weights, threshold, outlineNear, ...sum.figures(), ...pictures.figures() };
}
