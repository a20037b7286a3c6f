import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../contract/dispatch.ts';
import type { EngineHostEvent } from '../contract/engines.ts';
import { StudioError } from '../contract/errors.ts';
import type { RunJob } from '../contract/run-folder.ts';
import { settingsFrom } from '../contract/training.ts';
import { isRunning } from '../domain/run.ts';
import { engineEnvironment } from '../runtime/runtime.ts';
import type { Store } from '../store/open.ts';
import { runFolder } from '../store/places.ts';
import { badInput, timestamp, type StudioContext } from './context.ts';
import { runEngine } from './engine-names.ts';
import {
  findJob,
  firstState,
  listRunNames,
  readJob,
  readState,
  writeJob,
  writeState,
} from './run-files.ts';
import { isAtWork, type AtWork } from './run-status.ts';
import { nameOfRun, newJob, requireLibrary, requirePictures } from './training-order.ts';
import { planTraining } from './training-plan.ts';
import { freezeSamples } from './training-samples.ts';

type TrainingMethods = 'training.plan' | 'training.start' | 'training.resume' | 'training.stop';

/** Long enough for a slow step and the writing of two models. */
const stopGraceMs = 120_000;
const leaveGraceMs = 10_000;

export interface Training {
  readonly handlers: Pick<Handlers, TrainingMethods>;
  atWork(): Promise<AtWork>;
  /** Whether nobody is at the run; waits for an engine that has told its end to leave. */
  awaitEnd(store: Store, run: string): Promise<boolean>;
  /** Gives up runs whose pictures are just being listed; engines go on. */
  endProject(): Promise<void>;
}

/** Runs from the studio's side: what is frozen before an engine starts, and starting and stopping it. */
export function createTraining(context: StudioContext): Training {
  const { engines, events } = context;
  const preparing = new Map<
    string,
    { readonly abort: AbortController; readonly end: Promise<void> }
  >();

  async function atWork(): Promise<AtWork> {
    return {
      engines: new Set(await engines.running()),
      preparing: new Set(preparing.keys()),
    };
  }

  /** Lists the pictures if that is still to be done, then hands over to an engine; answers at once. */
  function launch(store: Store, job: RunJob, { resume }: { resume: boolean }): void {
    const name = runEngine(store.folder, job.name);
    const abort = new AbortController();
    const end = prepareAndStart(store, job, { resume, signal: abort.signal })
      .catch((error: unknown) => {
        noteFailure(store, job, error);
      })
      .finally(() => {
        preparing.delete(name);
        events.announce('run', { run: job.name });
      });
    preparing.set(name, { abort, end });
    events.announce('runs', {});
  }

  async function prepareAndStart(
    store: Store,
    job: RunJob,
    { resume, signal }: { resume: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { folder } = store;
    const place = runFolder(folder, job.name);
    const state = { ...readState(folder, job), status: 'preparing' } as const;
    if (!existsSync(join(place, 'samples.jsonl')) || job.dataHash === '') {
      const dataHash = await freezeSamples(store, place, {
        seed: job.settings.seed,
        signal,
        progress: everyMs(500, (done, total) => {
          const message = `Listing ${total.toLocaleString('en')} pictures: ${done.toLocaleString('en')}`;
          writeState(folder, job.name, { ...state, message, updatedAt: timestamp() });
          events.announce('run', { run: job.name });
        }),
      });
      writeJob(folder, { ...job, dataHash });
    }
    const message = 'Starting the engine';
    writeState(folder, job.name, { ...state, message, updatedAt: timestamp() });
    await engines.start(runEngine(folder, job.name), {
      task: { kind: 'train', folder: place, resume },
      environment: engineEnvironment(),
    });
  }

  function noteFailure({ folder }: Store, job: RunJob, error: unknown): void {
    const state = readState(folder, job);
    const wasStopped = error instanceof StudioError && error.code === 'cancelled';
    const reason = error instanceof Error ? error.message : String(error);
    if (!wasStopped) context.log(`${job.name} could not be started: ${reason}`);
    writeState(folder, job.name, {
      ...state,
      status: wasStopped ? 'stopped' : 'failed',
      message: wasStopped ? 'Stopped before the first step' : 'The run could not be started',
      updatedAt: timestamp(),
      ...(wasStopped ? {} : { error: reason }),
    });
  }

  /** An engine that has told its end takes a moment to leave. */
  async function awaitEnd(store: Store, run: string): Promise<boolean> {
    if (!isAtWork(store.folder, run, await atWork())) return true;
    const job = findJob(store.folder, run);
    if (job === null || isRunning(readState(store.folder, job).status)) return false;
    await engines.stop(runEngine(store.folder, run), leaveGraceMs);
    return !isAtWork(store.folder, run, await atWork());
  }

  async function requireIdle(store: Store): Promise<void> {
    for (const run of listRunNames(store.folder)) {
      if (await awaitEnd(store, run)) continue;
      throw new StudioError(
        'busy',
        `“${run}” is training. Stop it, or wait for its end, then start another run.`,
      );
    }
  }

  const handlers: Training['handlers'] = {
    'training.plan': ({ choice }) => planTraining(context.store(), choice),
    'training.start': async ({ choice }) => {
      const store = context.writableStore();
      const settings = settingsFrom(choice);
      await requireLibrary(settings);
      await requireIdle(store);
      await requirePictures(context, store, settings);
      const job = newJob(store, { settings, name: nameOfRun(store, choice) });
      writeJob(store.folder, job);
      writeState(store.folder, job.name, firstState(job));
      launch(store, job, { resume: false });
      return { run: job.name };
    },
    'training.resume': async ({ run }) => {
      const store = context.writableStore();
      const job = readJob(store.folder, run);
      await requireLibrary(job.settings);
      await requireIdle(store);
      if (readState(store.folder, job).status === 'finished') {
        throw badInput(`“${run}” has finished all its epochs. Start a new run to train longer.`);
      }
      launch(store, job, { resume: true });
      return { run };
    },
    'training.stop': async ({ run }) => {
      const store = context.store();
      readJob(store.folder, run);
      const name = runEngine(store.folder, run);
      const waiting = preparing.get(name);
      waiting?.abort.abort(new StudioError('cancelled', 'The run was stopped.'));
      await waiting?.end;
      const now = await atWork();
      if (now.engines.has(name)) {
        void engines.stop(name, stopGraceMs);
      } else if (isAtWork(store.folder, run, now)) {
        throw new StudioError(
          'unavailable',
          `“${run}” is trained by another program. Stop it where it was started.`,
        );
      }
      return {};
    },
  };

  return {
    handlers,
    atWork,
    awaitEnd,
    async endProject() {
      const all = [...preparing.values()];
      for (const { abort } of all) {
        abort.abort(new StudioError('cancelled', 'The project was closed.'));
      }
      await Promise.all(all.map(({ end }) => end));
    },
  };
}

/** Tells the window what engines tell, and that a run ended, in whatever way. Answers how to stop listening. */
export function followRuns(context: StudioContext): () => void {
  return context.engines.subscribe((event) => {
    const run = /^run:(.+)@[0-9a-f]{8}$/.exec(event.engine)?.[1];
    if (run === undefined || (event.kind === 'event' && event.event.kind === 'beat')) return;
    if (event.kind === 'exit') {
      logEnd(context, run, event);
      context.events.announce('runs', {});
    }
    context.events.announce('run', { run });
  });
}

function logEnd(
  { log }: StudioContext,
  run: string,
  { code, signal }: Extract<EngineHostEvent, { kind: 'exit' }>,
): void {
  if (code !== 0) log(`${run}: its engine ended with ${signal ?? `code ${String(code)}`}`);
}

function everyMs(
  ms: number,
  tell: (done: number, total: number) => void,
): (done: number, total: number) => void {
  let toldAt = performance.now();
  return (done, total) => {
    if (performance.now() - toldAt < ms) return;
    toldAt = performance.now();
    tell(done, total);
  };
}
