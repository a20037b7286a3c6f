import { StudioError, wireError } from '../../contract/errors.ts';
import type { Job } from '../../contract/shapes.ts';
import { newId, notFound, timestamp } from '../context.ts';
import { createPace, type Pace } from './pace.ts';
import type { JobWork, Jobs } from './job.ts';

interface Running {
  job: Job;
  readonly abort: AbortController;
  readonly pace: Pace;
  readonly end: Promise<void>;
  readonly outlivesProject: boolean;
  readonly whenCancelled: string;
}

const endedKept = 50;
/** Often enough to look alive, seldom enough to cost nothing. */
const announceEveryMs = 150;

export function createJobs(announce: (job: Job) => void): Jobs {
  const entries = new Map<string, Running>();

  function get(id: string): Running {
    const entry = entries.get(id);
    if (entry === undefined) throw notFound(`job ${id}`);
    return entry;
  }

  function forgetOldest(): void {
    const ended = [...entries.values()].filter(({ job }) => job.state !== 'running');
    for (const { job } of ended.slice(0, Math.max(0, ended.length - endedKept))) {
      entries.delete(job.id);
    }
  }

  return {
    start(options, run) {
      const { kind, title, unit, total = 0, outlivesProject = false } = options;
      const { whenCancelled = 'This was cancelled. Nothing half done was left.' } = options;
      const id = newId();
      const abort = new AbortController();
      const pace = createPace();
      let announcedAt = 0;

      function change(entry: Running, part: Partial<Job>): void {
        entry.job = { ...entry.job, ...part };
        const now = performance.now();
        if (entry.job.state === 'running' && now - announcedAt < announceEveryMs) return;
        announcedAt = now;
        announce(entry.job);
      }

      async function work(): Promise<void> {
        // The caller gets the id first; nothing is announced of a job that nobody knows.
        await Promise.resolve();
        const entry = get(id);
        change(entry, {});
        const end = await outcomeOf(run, {
          signal: abort.signal,
          progress(progress) {
            const done = progress.done ?? entry.job.done;
            const all = progress.total ?? entry.job.total;
            pace.note(done);
            change(entry, { ...progress, secondsLeft: pace.secondsLeft(all) });
          },
        });
        change(entry, { ...end, secondsLeft: null });
        forgetOldest();
      }

      const job: Job = {
        id,
        kind,
        title,
        state: 'running',
        done: 0,
        total,
        unit,
        secondsLeft: null,
        message: '',
        startedAt: timestamp(),
      };
      const begun = Promise.withResolvers<void>();
      entries.set(id, { job, abort, pace, end: begun.promise, outlivesProject, whenCancelled });
      begun.resolve(work());
      return id;
    },
    list: () => [...entries.values()].map(({ job }) => job),
    get: (id) => get(id).job,
    cancel(id) {
      const { abort, whenCancelled } = get(id);
      abort.abort(new StudioError('cancelled', whenCancelled));
    },
    endProject: () => end([...entries.values()].filter((entry) => !entry.outlivesProject)),
    close: () => end([...entries.values()]),
  };
}

async function end(entries: readonly Running[]): Promise<void> {
  for (const { abort } of entries) {
    abort.abort(new StudioError('cancelled', 'The project was closed.'));
  }
  await Promise.all(entries.map((entry) => entry.end));
}

async function outcomeOf(
  run: (work: JobWork) => Promise<unknown>,
  work: JobWork,
): Promise<Pick<Job, 'state' | 'result' | 'error'>> {
  try {
    work.signal.throwIfAborted();
    return { state: 'done', result: await run(work) };
  } catch (error) {
    const wire = wireError(error);
    const cancelled = work.signal.aborted || wire.code === 'cancelled';
    if (cancelled) {
      const reason = wireError(work.signal.reason ?? error);
      return { state: 'cancelled', error: { ...reason, details: { ...reason.details } } };
    }
    return { state: 'failed', error: { ...wire, details: { ...wire.details } } };
  }
}
