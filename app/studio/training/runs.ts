import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import { StudioError } from '../../contract/errors.ts';
import { syncFolder } from '../../disk/durable.ts';
import { removeEvaluations, saveEvaluation } from '../../store/evaluations.ts';
import { findImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { runFolder, runsFolder, trashFolder } from '../../store/places.ts';
import { removePredictions, savePrediction } from '../../store/predictions.ts';
import { findTrashed, putInTrash, removeFromTrash } from '../../store/trash.ts';
import { badInput, notFound, timestamp, type StudioContext } from '../context.ts';
import { findJob, listRunNames, readJob, runExists } from '../run-folder/run-files.ts';
import { differenceOf } from '../run-folder/run-difference.ts';
import { createMetricsReader, type MetricsReader } from '../run-folder/run-metrics.ts';
import { describeRun } from './run-status.ts';
import { thinMetrics } from '../run-folder/thin-metrics.ts';
import type { Training } from './training.ts';

type RunMethods =
  'run.list' | 'run.get' | 'run.metrics' | 'run.samples' | 'run.diff' | 'run.delete';

export function runHandlers(
  context: StudioContext,
  { atWork, awaitEnd }: Pick<Training, 'atWork' | 'awaitEnd'>,
): Pick<Handlers, RunMethods> {
  const readers = new Map<string, MetricsReader>();

  function readerOf(store: Store, run: string): MetricsReader {
    const path = join(runFolder(store.folder, run), 'metrics.csv');
    const reader = readers.get(path) ?? createMetricsReader(path);
    readers.set(path, reader);
    return reader;
  }

  return {
    'run.list': async () => {
      const { folder } = context.store();
      const now = await atWork();
      const runs = listRunNames(folder)
        .flatMap((name) => findJob(folder, name) ?? [])
        .map((job) => describeRun(folder, job, now))
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      return { runs };
    },
    'run.get': async ({ run }) => {
      const { folder } = context.store();
      const job = readJob(folder, run);
      return {
        ...describeRun(folder, job, await atWork()),
        job,
        folder: runFolder(folder, run),
      };
    },
    'run.metrics': ({ run, from, steps = Infinity }) => {
      const store = context.store();
      readJob(store.folder, run);
      const { metrics, next } = readerOf(store, run).read(from);
      return Promise.resolve({ metrics: [...thinMetrics(metrics, steps)], next });
    },
    'run.samples': ({ run }) => {
      const store = context.store();
      readJob(store.folder, run);
      return Promise.resolve(listSamples(store, run));
    },
    'run.diff': ({ a, b }) => differenceOf(context.store(), a, b),
    'run.delete': async ({ run }) => {
      const store = context.writableStore();
      readJob(store.folder, run);
      if (!(await awaitEnd(store, run))) {
        throw new StudioError('busy', `“${run}” is training. Stop it first, then delete it.`);
      }
      const trash = await store.write(() => moveToTrash(store, run));
      context.events.announce('runs', {});
      context.events.announce('images', { images: [] });
      return { trash };
    },
  };
}

function listSamples(store: Store, run: string) {
  const folder = join(runFolder(store.folder, run), 'samples');
  const numbersIn = (place: string, pattern: RegExp) =>
    existsSync(place)
      ? readdirSync(place)
          .flatMap((name) => pattern.exec(name)?.[1] ?? [])
          .map(Number)
          .sort((a, b) => a - b)
      : [];
  const drawn = (epoch: number) => numbersIn(join(folder, String(epoch)), /^(\d+)\.png$/);
  const begun = numbersIn(folder, /^(\d+)$/);
  const images = begun[0] === undefined ? [] : drawn(begun[0]);
  // The epoch that is being drawn has fewer pictures: it is told of when it is whole. All before it are.
  const last = begun.at(-1) ?? 0;
  const epochs = drawn(last).length < images.length ? begun.slice(0, -1) : begun;
  return {
    epochs,
    images: images.map((image) => ({
      image,
      name: findImage(store.sql, image)?.name ?? String(image),
    })),
  };
}

/** The folder moves last: should that fail, the rows stay. */
function moveToTrash(store: Store, run: string): number {
  const { sql, folder } = store;
  const trash = putInTrash(
    sql,
    {
      kind: 'run',
      run,
      predictions: removePredictions(sql, run),
      evaluations: removeEvaluations(sql, run),
    },
    timestamp(),
  );
  moveFolder(runFolder(folder, run), join(trashFolder(folder, trash), run));
  return trash;
}

/** Brings a deleted run back with all that belongs to it. Runs inside a transaction. */
export function bringBackRun(store: Store, trash: number): void {
  const { sql, folder } = store;
  const trashed = findTrashed(sql, trash);
  if (trashed?.kind !== 'run') throw notFound(`run in the trash under ${trash}`);
  const { run, predictions, evaluations } = trashed;
  if (runExists(folder, run)) {
    throw badInput(`There is a run “${run}” again. Delete that one first.`);
  }
  for (const prediction of predictions) savePrediction(sql, prediction);
  for (const evaluation of evaluations) saveEvaluation(sql, evaluation, timestamp());
  removeFromTrash(sql, trash);
  moveFolder(join(trashFolder(folder, trash), run), runFolder(folder, run));
  rmSync(trashFolder(folder, trash), { recursive: true, force: true });
}

/** A deletion that was cut off between moving the folder and the commit: the folder goes back to where the rows say. */
export function settleTrash({ folder, sql }: Store): void {
  const place = dirname(trashFolder(folder, 0));
  if (!existsSync(place)) return;
  for (const name of readdirSync(place)) {
    if (!/^\d+$/.test(name) || findTrashed(sql, Number(name)) !== undefined) continue;
    for (const run of readdirSync(join(place, name))) {
      if (runExists(folder, run)) continue;
      moveFolder(join(place, name, run), join(runsFolder(folder), run));
    }
    rmSync(join(place, name), { recursive: true, force: true });
  }
}

function moveFolder(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  syncFolder(dirname(to));
  syncFolder(dirname(from));
}
