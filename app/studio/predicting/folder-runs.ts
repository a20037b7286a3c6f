import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import { parseRunJob, type RunJob } from '../../contract/run-folder.ts';
import type { RunWeights } from '../../domain/run.ts';
import { badInput } from '../context.ts';
import { evaluateFolders } from './evaluate-folders.ts';
import { wholePath } from '../folders.ts';
import type { PredictionTools } from './predict-pictures.ts';
import { predictFolder } from './predict-folder.ts';

type FolderRunMethods = 'folder.predict' | 'folder.evaluate';

/** What a run does with pictures that belong to no project. Nothing is written into its folder. */
export function folderRunHandlers(tools: PredictionTools): Pick<Handlers, FolderRunMethods> {
  const { jobs } = tools.context;
  return {
    'folder.predict': (params) => {
      const job = runIn(params.runFolder, params.weights);
      const images = wholePath(params.images);
      const out = wholePath(params.out);
      const title = `Predict ${basename(images) || images} with ${job.name}`;
      const id = jobs.start(
        {
          kind: 'folder.predict',
          title,
          unit: 'pictures',
          outlivesProject: true,
          whenCancelled: 'This was cancelled. The predictions that were written until then stay.',
        },
        (work) => predictFolder(tools, { job, ...params, images, out }, work),
      );
      return Promise.resolve({ job: id });
    },
    'folder.evaluate': (params) => {
      const job = runIn(params.runFolder, params.weights);
      const images = wholePath(params.images);
      const masks = wholePath(params.masks);
      const title = `Evaluate ${job.name} on ${basename(images) || images}`;
      const id = jobs.start(
        { kind: 'folder.evaluate', title, unit: 'pictures', outlivesProject: true },
        (work) => evaluateFolders(tools, { job, ...params, images, masks }, work),
      );
      return Promise.resolve({ job: id });
    },
  };
}

function runIn(folder: string, weights: RunWeights): RunJob {
  const job = jobIn(folder);
  if (!existsSync(join(folder, weights, 'model.json'))) {
    throw badInput(
      `The run in “${folder}” has no ${weights} weights: they come with its first epoch.`,
    );
  }
  return job;
}

function jobIn(folder: string): RunJob {
  const file = join(folder, 'job.json');
  if (!existsSync(file)) {
    throw badInput(
      `“${folder}” was expected to be a run’s folder, with its job.json. Runs lie in a project’s folder “runs”.`,
    );
  }
  try {
    return parseRunJob(readFileSync(file, 'utf8'));
  } catch (error) {
    throw badInput(
      `“${file}” cannot be used: it was changed, or is of a newer version of Maskwright. Take a run of this version.`,
      error,
    );
  }
}
