import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import type { EngineHostEvent } from '../../contract/engines.ts';
import { StudioError } from '../../contract/errors.ts';
import { onDevice, settingsFrom } from '../../contract/training.ts';
import type { Unsubscribe } from '../../contract/transport.ts';
import { isLeftOff, isRunning } from '../../domain/run.ts';
import { listCategories } from '../../store/categories.ts';
import type { Store } from '../../store/open.ts';
import { runFolder } from '../../store/places.ts';
import { badInput, timestamp, type StudioContext } from '../context.ts';
import { runEngine } from '../engine-names.ts';
import { settingsFor } from './chosen-settings.ts';
import { createEnginePulse } from './engine-pulse.ts';
import { memoryLimitBytes, outOfMemoryKills, stateAfterDeath } from './run-endings.ts';
import {
  findJob,
  firstState,
  readJob,
  readState,
  writeJob,
  writeStart,
  writeState,
} from '../run-folder/run-files.ts';
import { createRunLauncher, type RunLauncher } from './run-launcher.ts';
import { createRunQueue, isTraining, takeOutOfQueue, type RunQueue } from './run-queue.ts';
import { isAtWork } from './run-status.ts';
import { batchSearch } from './batch-search.ts';
import { rateSearch } from './rate-search.ts';
import { leaveWish } from './run-wish.ts';
import { createSearches } from './searches.ts';
import {
  nameOfRun,
  newJob,
  requireBackend,
  requireLevels,
  requirePictures,
} from './training-order.ts';
import { planTraining } from './training-plan.ts';
import type { Weights } from './weights.ts';

type TrainingMethods = Extract<keyof Handlers, `training.${string}`>;

/** Long enough for a slow step and the writing of two models. */
const stopGraceMs = 120_000;

export interface Training extends Pick<RunLauncher, 'atWork' | 'awaitEnd' | 'endProject'> {
  readonly handlers: Pick<Handlers, TrainingMethods>;
  /** Tells the window what engines tell and how they end, and starts who waits. Answers how to stop listening. */
  follow(): Unsubscribe;
}

/** Runs from the studio's side: starting, pausing, stopping and queueing them, and what becomes of those that die. */
export function createTraining(
  context: StudioContext,
  { startFrom }: Pick<Weights, 'startFrom'>,
): Training {
  const { engines, events } = context;
  const pulse = createEnginePulse();
  const launcher = createRunLauncher(context, {
    pulse,
    onFailed: (store) => {
      queue.startNext(store);
    },
  });
  const queue: RunQueue = createRunQueue(context, launcher);
  const searches = createSearches(context, [rateSearch, batchSearch], {
    busy: queue.busy,
    startFrom,
  });
  /** Engines that are ended to be started again at once. */
  const restarting = new Set<string>();
  let killsKnown = outOfMemoryKills();

  /** Writes down how a run's engine died when it could not, and goes on with who waits, unless the run was paused. */
  function noteEnd(
    run: string,
    { engine, code, signal }: Extract<EngineHostEvent, { kind: 'exit' }>,
  ) {
    if (code !== 0)
      context.log(`${run}: its engine ended with ${signal ?? `code ${String(code)}`}`);
    const kills = outOfMemoryKills();
    const wasOutOfMemory = kills > killsKnown;
    killsKnown = kills;
    const store = openStore();
    if (restarting.has(engine) || store === null || runEngine(store.folder, run) !== engine) return;
    const job = findJob(store.folder, run);
    if (job === null) return;
    const state = readState(store.folder, job);
    if (isRunning(state.status)) {
      const death = { code, signal, wasOutOfMemory, memoryBytes: memoryLimitBytes() };
      const after = stateAfterDeath(state, job.settings.batch, death);
      writeState(store.folder, run, { ...after, updatedAt: timestamp() });
    }
    if (!isLeftOff(state.status)) queue.startNext(store);
  }

  /** Null when no project is open that may be written to. */
  function openStore(): Store | null {
    try {
      return context.writableStore();
    } catch {
      return null;
    }
  }

  /** Whoever only wants a place in the queue may come from another program than the one that holds the project. */
  function storeFor(mayWait: boolean): Store {
    return mayWait ? context.store() : context.writableStore();
  }

  const handlers: Training['handlers'] = {
    'training.plan': ({ choice }) => planTraining(context.store(), choice),
    'training.start': async ({ choice, queue: mayWait = false, weights }) => {
      const store = storeFor(mayWait);
      const wanted = settingsFrom(choice);
      requireLevels(wanted);
      await requireBackend(wanted);
      const busy = await queue.busy(store);
      if (busy !== null && !mayWait) {
        throw isTraining(busy);
      }
      await requirePictures(context, store, wanted);
      const settings = await settingsFor(store, choice);
      const classes = listCategories(store.sql).length + 1;
      const start =
        weights === undefined ? null : await startFrom(store, weights, { settings, classes });
      searches.requireNone();
      const fresh = newJob(store, { settings, name: nameOfRun(store, choice) });
      const job = start === null ? fresh : { ...fresh, start: start.origin };
      if (start !== null) writeStart(runFolder(store.folder, job.name), start.bytes);
      writeJob(store.folder, job);
      writeState(store.folder, job.name, firstState(job));
      await queue.launchOrQueue(store, job, { mayWait });
      return { run: job.name };
    },
    'training.resume': async ({ run, more = 0, batch, queue: mayWait = false, ...device }) => {
      const store = storeFor(mayWait);
      const known = readJob(store.folder, run);
      const settings = onDevice(known.settings, device);
      await requireBackend(settings);
      if (!(await launcher.awaitEnd(store, run))) {
        throw new StudioError('busy', `“${run}” is training already.`);
      }
      searches.requireNone();
      if (more === 0 && readState(store.folder, known).status === 'finished') {
        throw badInput(
          `“${run}” has finished all its epochs. Say how many more it is to train, or start a new run.`,
        );
      }
      const job = {
        ...known,
        settings: { ...settings, epochs: settings.epochs + more, batch: batch ?? settings.batch },
      };
      writeJob(store.folder, job);
      try {
        await queue.launchOrQueue(store, job, { mayWait });
      } catch (error) {
        writeJob(store.folder, known);
        throw error;
      }
      return { run };
    },
    'training.again': async ({ run, as, queue: mayWait = false }) => {
      const store = storeFor(mayWait);
      const known = readJob(store.folder, run);
      await requireBackend(known.settings);
      searches.requireNone();
      const list = join(runFolder(store.folder, run), 'samples.jsonl');
      if (known.dataHash === '' || !existsSync(list)) {
        throw badInput(`“${run}” never began: its list of pictures is not there. Start a new run.`);
      }
      const name = nameOfRun(store, as === undefined ? {} : { run: as });
      const job = { ...known, name, createdAt: timestamp() };
      mkdirSync(runFolder(store.folder, name), { recursive: true });
      copyFileSync(list, join(runFolder(store.folder, name), 'samples.jsonl'));
      if (known.start !== undefined) {
        const begun = (each: string): string => join(runFolder(store.folder, each), 'start');
        cpSync(begun(run), begun(name), { recursive: true });
      }
      writeJob(store.folder, job);
      writeState(store.folder, name, firstState(job));
      const isBusy = (await queue.busy(store)) !== null;
      await queue.launchOrQueue(store, job, { mayWait: mayWait || isBusy });
      return { run: name };
    },
    'training.pause': async ({ run }) => {
      const { folder } = context.store();
      readJob(folder, run);
      const now = await launcher.atWork();
      if (now.engines.has(runEngine(folder, run))) {
        engines.send(runEngine(folder, run), { kind: 'pause' });
      } else if (isAtWork(folder, run, now)) {
        leaveWish(folder, run, 'pause');
      }
      return {};
    },
    'training.restart': async ({ run }) => {
      const store = context.writableStore();
      const job = readJob(store.folder, run);
      const name = runEngine(store.folder, run);
      restarting.add(name);
      try {
        // One that hangs hears nothing: it is killed, and loses what came after its last checkpoint.
        await engines.stop(name, 0);
      } finally {
        restarting.delete(name);
      }
      await queue.launchOrQueue(store, job, { mayWait: false });
      return { run };
    },
    'training.stop': async ({ run }) => {
      const store = context.store();
      const job = readJob(store.folder, run);
      const name = runEngine(store.folder, run);
      if (readState(store.folder, job).status === 'queued') {
        takeOutOfQueue(store, job);
        events.announce('runs', {});
        return {};
      }
      await launcher.giveUp(name, new StudioError('cancelled', 'The run was stopped.'));
      const now = await launcher.atWork();
      if (now.engines.has(name)) {
        void engines.stop(name, stopGraceMs);
      } else if (isAtWork(store.folder, run, now)) {
        leaveWish(store.folder, run, 'stop');
      }
      return {};
    },
    'training.searchRate': (order) => searches.begin(rateSearch, order),
    'training.searchBatch': (order) => searches.begin(batchSearch, order),
    'training.hold': ({ on }) => {
      queue.hold(on);
      return Promise.resolve({});
    },
  };

  return {
    handlers,
    atWork: launcher.atWork,
    awaitEnd: launcher.awaitEnd,
    endProject: launcher.endProject,
    follow() {
      const unfollow = pulse.follow(engines, (engine) => {
        const run = runOf(engine);
        if (run !== null) events.announce('run', { run });
      });
      const unsubscribe = engines.subscribe((event) => {
        const run = runOf(event.engine);
        if (run === null || (event.kind === 'event' && event.event.kind === 'beat')) return;
        if (event.kind === 'exit') {
          noteEnd(run, event);
          events.announce('runs', {});
        }
        events.announce('run', { run });
      });
      return () => {
        unfollow();
        unsubscribe();
      };
    },
  };
}

function runOf(engine: string): string | null {
  return /^run:(.+)@[0-9a-f]{8}$/.exec(engine)?.[1] ?? null;
}
