import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import {
  runJob,
  runState,
  stateBefore,
  type RunJob,
  type RunState,
} from '../../contract/run-folder.ts';
import { parseSavedModel } from '../../contract/run-weights.ts';
import { StudioError } from '../../contract/errors.ts';
import { runName } from '../../contract/shapes.ts';
import { colorOfNthCategory, type Category } from '../../domain/category.ts';
import type { RunWeights } from '../../domain/run.ts';
import { replaceFile } from '../../disk/durable.ts';
import { runFolder, runsFolder } from '../../store/places.ts';
import { notFound } from '../context.ts';

/** What a run's folder says, read anew each time: the engine writes there, and so may another program. */

/** The names of the runs there are: every folder with a job that can be read. */
export function listRunNames(project: string): string[] {
  const folder = runsFolder(project);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(
    (name) => v.is(runName, name) && existsSync(join(folder, name, 'job.json')),
  );
}

export function runExists(project: string, run: string): boolean {
  return existsSync(runFolder(project, run));
}

/** Throws `not-found` when there is no such run, or its job cannot be read. */
export function readJob(project: string, run: string): RunJob {
  const job = findJob(project, run);
  if (job === null) throw notFound(`run “${run}”`);
  return job;
}

export function findJob(project: string, run: string): RunJob | null {
  const parsed = v.safeParse(runJob, readJson(join(runFolder(project, run), 'job.json')));
  return parsed.success ? parsed.output : null;
}

export function writeJob(project: string, job: RunJob): void {
  const folder = runFolder(project, job.name);
  mkdirSync(folder, { recursive: true });
  replaceFile(join(folder, 'job.json'), `${JSON.stringify(job, null, 2)}\n`);
}

/** What the job in a folder is to start from, as safetensors; the job holds the hash. */
export function writeStart(folder: string, bytes: Uint8Array): void {
  mkdirSync(join(folder, 'start'), { recursive: true });
  replaceFile(join(folder, 'start', 'weights.safetensors'), bytes);
}

/** What the engine wrote last; the state before anything happened while there is nothing to read. */
export function readState(project: string, job: RunJob): RunState {
  const parsed = v.safeParse(runState, readJson(join(runFolder(project, job.name), 'state.json')));
  return parsed.success ? parsed.output : firstState(job);
}

export function writeState(project: string, run: string, state: RunState): void {
  replaceFile(join(runFolder(project, run), 'state.json'), JSON.stringify(state, null, 2));
}

export function firstState(job: RunJob): RunState {
  return { ...stateBefore(job, 'Getting ready'), backend: '', startedAt: job.createdAt };
}

export function hasWeights(project: string, run: string, weights: RunWeights): boolean {
  return existsSync(join(runFolder(project, run), weights, 'model.json'));
}

/** Tells these weights from those of another epoch of the run. Throws `not-found` while there are none. */
export function weightsMark(project: string, run: string, weights: RunWeights): string {
  const path = join(runFolder(project, run), weights, 'model.json');
  try {
    const { userDefinedMetadata } = parseSavedModel(readFileSync(path, 'utf8'));
    return `${weights} ${userDefinedMetadata.weightsSha256.slice(0, 16)}`;
  } catch (error) {
    throw new StudioError(
      'not-found',
      `The run “${run}” has no weights yet: they come with its first epoch.`,
      { cause: error },
    );
  }
}

/** The colours of a run's classes by value, background's first; a class deleted since has the colour it had at first. */
export function classColors({ classes }: RunJob, categories: readonly Category[]): string[] {
  const colors = new Map(categories.map(({ id, color }) => [id, color]));
  return [
    '#000000',
    ...classes.map(({ id, value }) => colors.get(id) ?? colorOfNthCategory(value - 1)),
  ];
}

/** Null for a file that is missing, or being damaged; the engine replaces its files whole. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
