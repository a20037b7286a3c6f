import { arch, platform, release } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../contract/dispatch.ts';
import type { Result, RunSummary } from '../../contract/methods.ts';
import { logNames } from '../../contract/person-folder.ts';
import { runFolder } from '../../store/places.ts';
import { logFile } from '../configuration.ts';
import { lastLines, type Tail } from './last-lines.ts';
import { withoutSecrets } from './problem-secrets.ts';

type Asked = Pick<
  Handlers,
  'studio.status' | 'studio.doctor' | 'run.list' | 'category.list' | 'source.list' | 'job.list'
>;

const logTail: Tail = { lines: 300, bytes: 48_000 };
const runTail: Tail = { lines: 60, bytes: 12_000 };
/** What changes how Maskwright behaves and is set from outside. */
const variables = ['MASKWRIGHT_CONFIG', 'MASKWRIGHT_CACHE', 'MASKWRIGHT_NODE', 'NODE_OPTIONS'];

interface Question {
  readonly handlers: Asked;
  readonly signal: AbortSignal;
}

/** Everything that helps to find a fault, in words, and nothing that belongs to the pictures. */
export async function collectParts(question: Question): Promise<{ name: string; text: string }[]> {
  const parts = [
    { name: 'This computer', text: await told(() => computer(question)) },
    { name: 'Settings', text: settings() },
    { name: 'Project', text: await told(() => project(question)) },
    { name: 'Newest run', text: await told(() => newestRun(question)) },
    { name: 'Tasks', text: await told(() => tasks(question)) },
    ...Object.values(logNames).flatMap((name) => {
      const text = log(name);
      return text === null ? [] : [{ name: `Log: ${name}`, text }];
    }),
  ];
  return parts.map(({ name, text }) => ({ name, text: withoutSecrets(text) }));
}

/** What is broken may well be what is asked: then its fault is the very thing to tell. */
async function told(part: () => Promise<string>): Promise<string> {
  try {
    return await part();
  } catch (error) {
    return `It could not be collected: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function computer({ handlers, signal }: Question): Promise<string> {
  const { facts } = await handlers['studio.doctor']({}, signal);
  return [`System: ${system()}`, ...facts.map(factLine)].join('\n');
}

function system(): string {
  return `${platform()} ${release()}, ${arch()}`;
}

function factLine(fact: { name: string; value: string; advice?: string | null }): string {
  const { name, value, advice } = fact;
  return `${name}: ${value}${advice === null || advice === undefined ? '' : `\n  ${advice}`}`;
}

function settings(): string {
  const set = variables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === '' ? [] : [`${name}=${value}`];
  });
  return set.length === 0 ? 'Nothing is set from outside.' : set.join('\n');
}

/** Counts only: names of projects, classes and pictures are the person's own. */
async function project({ handlers, signal }: Question): Promise<string> {
  const status = await handlers['studio.status']({}, signal);
  if (status.trouble !== null) {
    return `The project cannot be opened (${status.trouble.code}): ${status.trouble.message}`;
  }
  if (status.project === null) return 'No project is open.';
  const { images, annotations, edited, accepted, readOnly } = status.project;
  const { categories } = await handlers['category.list']({}, signal);
  const { sources } = await handlers['source.list']({}, signal);
  return [
    `Pictures: ${images} (${edited} edited, ${accepted} accepted)`,
    `Objects: ${annotations}`,
    `Classes: ${categories.length}`,
    `Sources: ${sources.map(({ kind, images: of, missing }) => `${kind} with ${of} pictures, ${missing} missing`).join('; ') || 'none'}`,
    `Open elsewhere: ${readOnly ? 'yes, so it can only be looked at here' : 'no'}`,
  ].join('\n');
}

async function newestRun({ handlers, signal }: Question): Promise<string> {
  const { project: open } = await handlers['studio.status']({}, signal);
  if (open === null) return 'No project is open.';
  const { runs } = (await handlers['run.list']({}, signal)) as Result<'run.list'>;
  const [run] = runs;
  if (run === undefined) return 'There is no run yet.';
  const log = lastLines(join(runFolder(open.folder, run.name), 'log.txt'), runTail);
  return [describeRun(run), '', 'The end of its log:', ...(log ?? ['(it has none)'])].join('\n');
}

/** Scores by class carry the classes' names: only their mean is told. */
function describeRun({ name, createdAt, settings: chosen, state }: RunSummary): string {
  const { best, ...rest } = state;
  return [
    `Run: ${name}, begun ${createdAt}`,
    `Settings: ${JSON.stringify(chosen)}`,
    `State: ${JSON.stringify(rest)}`,
    `Best: ${best === null ? 'none yet' : `epoch ${best.epoch}, mean IoU ${best.meanIou ?? 'not known'}`}`,
  ].join('\n');
}

async function tasks({ handlers, signal }: Question): Promise<string> {
  const { jobs } = await handlers['job.list']({}, signal);
  const lines = jobs.slice(-20).map((job) => {
    const wrong = job.error === undefined ? '' : `: ${job.error.code}, ${job.error.message}`;
    return `${job.startedAt} ${job.kind} ${job.state} (${job.done} of ${job.total} ${job.unit})${wrong}`;
  });
  return lines.length === 0 ? 'None since the start.' : lines.join('\n');
}

/** With the lines before, when the log was begun anew a moment ago; null when this owner never wrote one. */
function log(name: string): string | null {
  const path = logFile(name);
  const now = lastLines(path, logTail);
  const before = lastLines(`${path}.1`, logTail);
  if (now === null && before === null) return null;
  return [...(before ?? []), ...(now ?? [])].slice(-logTail.lines).join('\n');
}
