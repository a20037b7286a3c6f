import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../contract/errors.ts';
import type { EngineEvent } from '../../contract/run-folder.ts';
import {
  settingsFrom,
  type TrainingChoice,
  type TrainingSettings,
} from '../../contract/training.ts';
import type { WeightsSource } from '../../contract/weights-fit.ts';
import { engineEnvironment } from '../../runtime/runtime.ts';
import { listCategories } from '../../store/categories.ts';
import { replaceFile } from '../../disk/durable.ts';
import type { Store } from '../../store/open.ts';
import { cacheFolder } from '../../store/places.ts';
import type { StudioContext } from '../context.ts';
import type { JobWork } from '../jobs/job.ts';
import { writeStart } from '../run-folder/run-files.ts';
import { settingsFor } from './chosen-settings.ts';
import { isTraining, type RunQueue } from './run-queue.ts';
import { newJob, requireBackend, requireLevels, requirePictures } from './training-order.ts';
import { freezeSamples } from './training-samples.ts';
import type { Weights } from './weights.ts';

const stopGraceMs = 5_000;

/** What is looked for before a run, by an engine of its own. */
export interface SearchKind<T> {
  /** Of its job, and of its folder under the project's `cache/`. */
  readonly kind: string;
  readonly title: string;
  readonly unit: string;
  readonly whenCancelled: string;
  readonly engine: string;
  readonly task: 'rates' | 'batches';
  /** What is being done, as a sentence without its full stop. */
  readonly going: string;
  /** Whether its steps learn from pictures without labels too, where the settings do. */
  readonly takesUnlabelled: boolean;
  /** Hears one engine. */
  listen(work: JobWork): {
    /** Answers what was found as soon as it is told. */
    hear(told: EngineEvent): { readonly found: T } | null;
    /** What was found by an engine that died; throws where that is nothing. */
    died(): T;
  };
}

export interface Searches {
  /** Answers the job of a new search, whose result is a `T`. Throws `busy` beside another one or a run. */
  begin<T>(
    search: SearchKind<T>,
    order: { readonly choice: TrainingChoice; readonly weights?: WeightsSource | undefined },
  ): Promise<{ readonly job: string }>;
  /** Throws `busy` while one goes on: a run beside it would share processor and memory, and neither would show what there is. */
  requireNone(): void;
}

type Start = Awaited<ReturnType<Weights['startFrom']>>;

interface Order {
  readonly store: Store;
  readonly settings: TrainingSettings;
  readonly start: Start | null;
}

/** Each search has an engine and a job folder of its own, of which nothing stays. `kinds` are all that there are. */
export function createSearches(
  context: StudioContext,
  kinds: readonly SearchKind<unknown>[],
  { busy, startFrom }: Pick<RunQueue, 'busy'> & Pick<Weights, 'startFrom'>,
): Searches {
  function goesOn(): SearchKind<unknown> | undefined {
    const running = context.jobs.list().filter(({ state }) => state === 'running');
    return kinds.find(({ kind }) => running.some((job) => job.kind === kind));
  }

  return {
    async begin(search, { choice, weights }) {
      const store = context.writableStore();
      const wanted = settingsFrom(choice);
      requireLevels(wanted);
      await requireBackend(wanted);
      const running = await context.engines.running();
      const other = kinds.find(({ engine }) => running.includes(engine)) ?? goesOn();
      if (other !== undefined) {
        throw new StudioError('busy', `${other.going} already. Stop that, or wait for its end.`);
      }
      await requirePictures(context, store, wanted);
      const settings = await settingsFor(store, choice);
      const classes = listCategories(store.sql).length + 1;
      const start =
        weights === undefined ? null : await startFrom(store, weights, { settings, classes });
      const run = await busy(store);
      if (run !== null) throw isTraining(run);
      const { kind, title, unit, whenCancelled } = search;
      const job = context.jobs.start({ kind, title, unit, whenCancelled }, (work) =>
        carryOut(context, search, { store, settings, start }, work),
      );
      return { job };
    },
    requireNone() {
      const search = goesOn();
      if (search === undefined) return;
      throw new StudioError(
        'busy',
        `${search.going}. Stop that, or wait for its end, then start the run.`,
      );
    },
  };
}

async function carryOut<T>(
  { engines }: StudioContext,
  search: SearchKind<T>,
  { store, settings, start }: Order,
  work: JobWork,
): Promise<T> {
  const { engine, kind } = search;
  const folder = join(cacheFolder(store.folder), kind);
  const found = Promise.withResolvers<T>();
  // Nobody may wait for it yet when the engine ends.
  found.promise.catch(() => undefined);
  const listener = search.listen(work);
  const unsubscribe = engines.subscribe((event) => {
    if (event.engine !== engine) return;
    if (event.kind === 'event') {
      const told = event.event;
      const answer = listener.hear(told);
      if (answer !== null) found.resolve(answer.found);
      if (told.kind === 'failed') found.reject(new StudioError('unavailable', told.message));
      return;
    }
    try {
      work.signal.throwIfAborted();
      found.resolve(listener.died());
    } catch (error) {
      found.reject(error);
    }
  });
  function stop(): void {
    void engines.stop(engine, stopGraceMs);
  }
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const job = newJob(store, { settings, name: kind });
    const dataHash = await freezeSamples(store, folder, {
      seed: settings.seed,
      unlabelled: search.takesUnlabelled && settings.unlabelled,
      signal: work.signal,
      progress: () => undefined,
    });
    const origin = start === null ? {} : { start: start.origin };
    if (start !== null) writeStart(folder, start.bytes);
    replaceFile(join(folder, 'job.json'), JSON.stringify({ ...job, dataHash, ...origin }));
    await engines.start(engine, {
      task: { kind: search.task, folder },
      environment: engineEnvironment(),
    });
    work.signal.addEventListener('abort', stop);
    if (work.signal.aborted) stop();
    return await found.promise;
  } finally {
    work.signal.removeEventListener('abort', stop);
    unsubscribe();
    // It may still be letting go of its memory; the next search wants its place.
    await engines.stop(engine, stopGraceMs);
    rmSync(folder, { recursive: true, force: true });
  }
}
