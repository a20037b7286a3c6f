import type { Asset } from '../contract/assets.ts';
import { createDispatch, type Dispatch, type Handlers } from '../contract/dispatch.ts';
import type { EngineHost } from '../contract/engines.ts';
import { StudioError } from '../contract/errors.ts';
import type { Transport } from '../contract/transport.ts';
import { heldElsewhere } from '../store/writer.ts';
import { annotationHandlers } from './editing/annotations.ts';
import { createAssets } from './assets.ts';
import { categoryHandlers } from './editing/categories.ts';
import type { StudioContext } from './context.ts';
import { doctorHandlers } from './doctor.ts';
import { evaluationHandlers } from './predicting/evaluations.ts';
import { createEventHub } from './event-hub.ts';
import { exportHandlers } from './exporting/export.ts';
import { runExportHandlers } from './exporting/run-exports.ts';
import { folderRunHandlers } from './predicting/folder-runs.ts';
import { folderHandlers } from './folders.ts';
import { importHandlers } from './importing/import.ts';
import { jobHandlers } from './jobs/job-methods.ts';
import { createJobs } from './jobs/jobs.ts';
import { createLayers } from './predicting/layers.ts';
import { libraryHandlers } from './editing/library.ts';
import { licenceHandlers } from './licences.ts';
import { modelHandlers } from './training/models.ts';
import { placeHandlers } from './places.ts';
import type { PredictionTools } from './predicting/predict-pictures.ts';
import { createPredictionEngine } from './predicting/prediction-engine.ts';
import { predictionHandlers } from './predicting/predictions.ts';
import { problemHandlers, type ProblemMethods } from './problem/problem.ts';
import { createPromptEngine } from './prompting/prompt-engine.ts';
import { promptHandlers } from './prompting/prompting.ts';
import { createSession, projectHandlers } from './project.ts';
import { keepScores } from './predicting/rescoring.ts';
import { runHandlers } from './training/runs.ts';
import { runtimeHandlers } from './runtime.ts';
import { createScoring } from './predicting/scoring.ts';
import { sourceHandlers } from './sources.ts';
import { splitHandlers } from './training/splits.ts';
import { createTraining } from './training/training.ts';
import { trashHandlers } from './trash.ts';
import { createWeights } from './training/weights.ts';
import { createVariations } from './training/variations.ts';

export interface StudioOptions {
  /** The project to open at once. */
  readonly folder: string | null;
  readonly engines: EngineHost;
  readonly log: (line: string) => void;
}

/** Everything that matters, without a window and without knowing who asks. */
export interface Studio {
  readonly dispatch: Dispatch;
  readonly subscribe: Transport['subscribe'];
  /** What stands behind an asset URL; null when nothing does. */
  asset(url: string, signal: AbortSignal): Promise<Asset | null>;
  /** Finishes the write under way and lets go of the project. Engines at work go on. */
  close(): Promise<void>;
}

/**
 * Rejects when the project to open at once is not there. One that is damaged or from a newer version is told of by
 * `studio.status`, so that the window can offer its backup.
 */
export async function openStudio({ folder, engines, log }: StudioOptions): Promise<Studio> {
  const events = createEventHub();
  const jobs = createJobs((job) => {
    events.announce('job', job);
  });
  const session = createSession({
    events,
    log,
    async onClosing() {
      await jobs.endProject();
      await training.endProject();
    },
  });
  const context: StudioContext = {
    events,
    jobs,
    engines,
    log,
    store: () => session.store(),
    writableStore() {
      const store = session.store();
      if (store.readOnly) throw heldElsewhere();
      return store;
    },
  };
  const weights = createWeights(context);
  const training = createTraining(context, weights);
  const variations = createVariations();
  const tools: PredictionTools = {
    context,
    engine: createPredictionEngine(context),
    scoring: createScoring(),
  };
  const layers = createLayers(tools);
  const prompts = createPromptEngine(context);
  const unsubscribes = [training.follow(), keepScores(tools)];
  const asked: Omit<Handlers, ProblemMethods> = {
    ...projectHandlers(session),
    ...modelHandlers(),
    ...weights.handlers,
    ...placeHandlers(),
    ...folderHandlers(),
    ...importHandlers(context),
    ...exportHandlers(context),
    ...runExportHandlers(tools),
    ...sourceHandlers(context),
    ...libraryHandlers(context),
    ...splitHandlers(context),
    ...categoryHandlers(context),
    ...trashHandlers(context),
    ...annotationHandlers(context),
    ...training.handlers,
    ...runHandlers(context, training),
    ...predictionHandlers(tools),
    ...evaluationHandlers(tools),
    ...layers.handlers,
    ...folderRunHandlers(tools),
    ...promptHandlers(context, prompts),
    ...runtimeHandlers(context),
    ...doctorHandlers(context),
    ...licenceHandlers,
    ...jobHandlers(jobs),
  };
  const handlers: Handlers = { ...asked, ...problemHandlers(asked) };
  const dispatch = createDispatch(handlers);
  if (folder !== null) await openFirst(session.open({ folder, create: false }));
  return {
    async dispatch(method, params, signal) {
      try {
        return await dispatch(method, params, signal);
      } catch (error) {
        session.notice(error);
        throw error;
      }
    },
    subscribe: (topic, listener) => events.subscribe(topic, listener),
    asset: createAssets(context, { variations, layers }),
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      await jobs.close();
      await session.close();
      await tools.engine.close();
      await prompts.close();
      await tools.scoring.close();
      await variations.close();
      layers.close();
      await weights.close();
    },
  };
}

async function openFirst(opening: Promise<unknown>): Promise<void> {
  try {
    await opening;
  } catch (error) {
    const isTold =
      error instanceof StudioError && (error.code === 'damaged' || error.code === 'newer-version');
    if (!isTold) throw error;
  }
}
