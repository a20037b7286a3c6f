import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import type { EngineHostEvent } from '../../contract/engines.ts';
import { StudioError } from '../../contract/errors.ts';
import type { RateSearch } from '../../contract/rate-search.ts';
import { settingsFrom, type TrainingSettings } from '../../contract/training.ts';
import { engineEnvironment } from '../../runtime/runtime.ts';
import { listCategories } from '../../store/categories.ts';
import { replaceFile } from '../../disk/durable.ts';
import type { Store } from '../../store/open.ts';
import { cacheFolder } from '../../store/places.ts';
import type { StudioContext } from '../context.ts';
import { rateEngine } from '../engine-names.ts';
import type { JobWork } from '../jobs/job.ts';
import { writeStart } from '../run-folder/run-files.ts';
import { settingsFor } from './chosen-settings.ts';
import { isTraining, type RunQueue } from './run-queue.ts';
import { newJob, requireBackend, requireLevels, requirePictures } from './training-order.ts';
import { freezeSamples } from './training-samples.ts';
import type { Weights } from './weights.ts';

const kind = 'rate-search';
const stopGraceMs = 5_000;

type Start = Awaited<ReturnType<Weights['startFrom']>>;

export interface RateSearches {
  readonly handlers: Pick<Handlers, 'training.searchRate'>;
  /** Throws `busy` while one goes on: a run beside it would share the processor, and neither would show how fast it is. */
  requireNone(): void;
}

/** Looks for a learning rate by an engine and a job folder of its own, of which nothing stays. */
export function createRateSearches(
  context: StudioContext,
  { busy, startFrom }: Pick<RunQueue, 'busy'> & Pick<Weights, 'startFrom'>,
): RateSearches {
  const handlers: RateSearches['handlers'] = {
    'training.searchRate': async ({ choice, weights }) => {
      const store = context.writableStore();
      const wanted = settingsFrom(choice);
      requireLevels(wanted);
      await requireBackend(wanted);
      if ((await context.engines.running()).includes(rateEngine)) {
        throw new StudioError(
          'busy',
          'A learning rate is being looked for already. Stop that, or wait for its end.',
        );
      }
      await requirePictures(context, store, wanted);
      const settings = await settingsFor(store, choice);
      const classes = listCategories(store.sql).length + 1;
      const start =
        weights === undefined ? null : await startFrom(store, weights, { settings, classes });
      const run = await busy(store);
      if (run !== null) throw isTraining(run);
      const job = context.jobs.start(
        {
          kind,
          title: 'Look for a learning rate',
          unit: 'steps',
          whenCancelled: 'The search for a learning rate was stopped.',
        },
        (work) => search(context, { store, settings, start }, work),
      );
      return { job };
    },
  };
  return {
    handlers,
    requireNone() {
      const isSearching = context.jobs
        .list()
        .some((job) => job.kind === kind && job.state === 'running');
      if (!isSearching) return;
      throw new StudioError(
        'busy',
        'A learning rate is being looked for. Stop that, or wait for its end, then start the run.',
      );
    },
  };
}

async function search(
  { engines }: StudioContext,
  {
    store,
    settings,
    start,
  }: {
    readonly store: Store;
    readonly settings: TrainingSettings;
    readonly start: Start | null;
  },
  work: JobWork,
): Promise<RateSearch> {
  const folder = join(cacheFolder(store.folder), 'rate-search');
  const found = Promise.withResolvers<RateSearch>();
  // Nobody may wait for it yet when the engine ends.
  found.promise.catch(() => undefined);
  const unsubscribe = engines.subscribe((event) => {
    hear(event, work, found);
  });
  function stop(): void {
    void engines.stop(rateEngine, stopGraceMs);
  }
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const job = newJob(store, { settings, name: 'rate-search' });
    const dataHash = await freezeSamples(store, folder, {
      seed: settings.seed,
      signal: work.signal,
      progress: () => undefined,
    });
    const origin = start === null ? {} : { start: start.origin };
    if (start !== null) writeStart(folder, start.bytes);
    replaceFile(join(folder, 'job.json'), JSON.stringify({ ...job, dataHash, ...origin }));
    await engines.start(rateEngine, {
      task: { kind: 'rates', folder },
      environment: engineEnvironment(),
    });
    work.signal.addEventListener('abort', stop);
    if (work.signal.aborted) stop();
    return await found.promise;
  } finally {
    work.signal.removeEventListener('abort', stop);
    unsubscribe();
    // It may still be letting go of its memory; the next search wants its place.
    await engines.stop(rateEngine, stopGraceMs);
    rmSync(folder, { recursive: true, force: true });
  }
}

function hear(
  event: EngineHostEvent,
  { progress }: JobWork,
  found: PromiseWithResolvers<RateSearch>,
): void {
  if (event.engine !== rateEngine) return;
  if (event.kind === 'exit') {
    found.reject(
      new StudioError(
        'unavailable',
        'The engine that looks for a learning rate has died. Try again, with fewer pictures at once if memory is short.',
      ),
    );
    return;
  }
  const told = event.event;
  if (told.kind === 'rate-tried') progress({ done: told.done, total: told.steps });
  if (told.kind === 'rates-tried') found.resolve(told.search);
  if (told.kind === 'failed') found.reject(new StudioError('unavailable', told.message));
}
