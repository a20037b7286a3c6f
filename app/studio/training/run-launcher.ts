import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { isRunning } from '../../domain/run.ts';
import { engineEnvironment } from '../../runtime/runtime.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { timestamp, type StudioContext } from '../context.ts';
import type { EnginePulse } from './engine-pulse.ts';
import { runEngine } from '../engine-names.ts';
import { findJob, readState, writeJob, writeState } from '../run-folder/run-files.ts';
import { forgetWish } from './run-wish.ts';
import { isAtWork, type AtWork } from './run-status.ts';
import { freezeSamples } from './training-samples.ts';

const leaveGraceMs = 10_000;

const projectClosed = new StudioError('cancelled', 'The project was closed.');

/** Starts engines on runs, and knows who is at work. */
export interface RunLauncher {
  /** Lists the pictures if that is still to be done, then hands over to an engine; answers at once. */
  launch(store: Store, job: RunJob): void;
  /** Gives up a run whose pictures are just being listed. */
  giveUp(engine: string, reason: StudioError): Promise<void>;
  atWork(): Promise<AtWork>;
  /** Whether nobody is at the run; waits for an engine that has told its end to leave. */
  awaitEnd(store: Store, run: string): Promise<boolean>;
  /** Gives up runs whose pictures are just being listed, back into the queue where they come from there; engines go on. */
  endProject(): Promise<void>;
}

export function createRunLauncher(
  context: StudioContext,
  { pulse, onFailed }: { pulse: EnginePulse; onFailed: (store: Store) => void },
): RunLauncher {
  const { engines, events } = context;
  const preparing = new Map<
    string,
    { readonly abort: AbortController; readonly end: Promise<void> }
  >();

  async function atWork(): Promise<AtWork> {
    return {
      engines: new Set(await engines.running()),
      preparing: new Set(preparing.keys()),
      silentSeconds: pulse.silentSeconds,
    };
  }

  async function prepareAndStart(store: Store, job: RunJob, signal: AbortSignal): Promise<void> {
    const { folder } = store;
    const place = runFolder(folder, job.name);
    const { error: _, fittingBatch: __, ...before } = readState(folder, job);
    const state = { ...before, status: 'preparing', epochs: job.settings.epochs } as const;
    // At once: who was queued must not be seen waiting any more, nor started a second time.
    writeState(folder, job.name, { ...state, message: 'Getting ready', updatedAt: timestamp() });
    if (!existsSync(join(place, 'samples.jsonl')) || job.dataHash === '') {
      const dataHash = await freezeSamples(store, place, {
        seed: job.settings.seed,
        unlabelled: job.settings.unlabelled,
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
    const resume = existsSync(join(place, 'checkpoints'));
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

  return {
    launch(store, job) {
      const name = runEngine(store.folder, job.name);
      const abort = new AbortController();
      let failed = false;
      const before = readState(store.folder, job);
      forgetWish(store.folder, job.name);
      const end = prepareAndStart(store, job, abort.signal)
        .catch((error: unknown) => {
          if (before.status === 'queued' && error === projectClosed) {
            writeState(store.folder, job.name, before);
            return;
          }
          noteFailure(store, job, error);
          failed = true;
        })
        .finally(() => {
          preparing.delete(name);
          events.announce('run', { run: job.name });
          if (failed) onFailed(store);
        });
      preparing.set(name, { abort, end });
      events.announce('runs', {});
    },

    async giveUp(engine, reason) {
      const waiting = preparing.get(engine);
      waiting?.abort.abort(reason);
      await waiting?.end;
    },

    atWork,

    async awaitEnd(store, run) {
      if (!isAtWork(store.folder, run, await atWork())) return true;
      const job = findJob(store.folder, run);
      if (job === null || isRunning(readState(store.folder, job).status)) return false;
      await engines.stop(runEngine(store.folder, run), leaveGraceMs);
      return !isAtWork(store.folder, run, await atWork());
    },

    async endProject() {
      const all = [...preparing.values()];
      for (const { abort } of all) {
        abort.abort(projectClosed);
      }
      await Promise.all(all.map(({ end }) => end));
    },
  };
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
