import { StudioError } from '../../contract/errors.ts';
import type { RunJob } from '../../contract/run-folder.ts';
import { inQueue } from '../../domain/run.ts';
import type { Store } from '../../store/open.ts';
import { timestamp, type StudioContext } from '../context.ts';
import { findJob, listRunNames, readState, writeState } from '../run-folder/run-files.ts';
import type { RunLauncher } from './run-launcher.ts';

/**
 * Runs that wait for their turn. The queue stands in the runs' own folders, so that it outlives every process. It moves on
 * when a run ends, and never by itself when a project is opened: a person decides when a processor is to be busy.
 */
export interface RunQueue {
  /** The run that is at work, whoever trains it; null when none is. */
  busy(store: Store): Promise<string | null>;
  /** Starts the run, or lets it wait when it may. Throws `busy` when it may not and another is at work. */
  launchOrQueue(store: Store, job: RunJob, wanted: { readonly mayWait: boolean }): Promise<void>;
  /** Starts the first of those who wait, unless a run is at work or the queue is held now. */
  startNext(store: Store): void;
  hold(on: boolean): void;
}

export function createRunQueue(
  context: StudioContext,
  launcher: Pick<RunLauncher, 'launch' | 'awaitEnd'>,
): RunQueue {
  let isHeld = false;

  async function busy(store: Store): Promise<string | null> {
    for (const run of listRunNames(store.folder)) {
      if (!(await launcher.awaitEnd(store, run))) return run;
    }
    return null;
  }

  return {
    busy,

    async launchOrQueue(store, job, { mayWait }) {
      const atWork = await busy(store);
      const isBehind = mayWait && queuedRuns(store).some(({ name }) => name !== job.name);
      // Who holds the project trains in it: another program may put a run in the queue, and no more.
      if (atWork === null && !isBehind && !store.readOnly) {
        launcher.launch(store, job);
        return;
      }
      if (!mayWait || atWork === job.name) throw isTraining(atWork ?? job.name);
      putInQueue(store, job);
      context.events.announce('runs', {});
    },

    startNext(store) {
      // Held when the run ended is what counts: nobody holds the queue for longer than that takes.
      if (isHeld) return;
      const work = async () => {
        const [next] = queuedRuns(store);
        if (next === undefined || (await busy(store)) !== null) return;
        launcher.launch(store, next);
      };
      work().catch((error: unknown) => {
        context.log(`The next run could not be started: ${String(error)}`);
      });
    },

    hold(on) {
      isHeld = on;
    },
  };
}

export function isTraining(run: string): StudioError {
  return new StudioError(
    'busy',
    `“${run}” is training. Stop it, or wait for its end, then start another run.`,
  );
}

function putInQueue({ folder }: Store, job: RunJob): void {
  writeState(folder, job.name, {
    ...readState(folder, job),
    status: 'queued',
    message: 'Waiting for the run before it',
    secondsLeft: null,
    epochs: job.settings.epochs,
    updatedAt: timestamp(),
  });
}

export function takeOutOfQueue({ folder }: Store, job: RunJob): void {
  const state = readState(folder, job);
  const message = 'Taken out of the queue';
  writeState(folder, job.name, { ...state, status: 'stopped', message, updatedAt: timestamp() });
}

function queuedRuns({ folder }: Store): readonly RunJob[] {
  const runs = listRunNames(folder)
    .flatMap((name) => findJob(folder, name) ?? [])
    .map((job) => ({ job, state: readState(folder, job) }));
  return inQueue(runs).map(({ job }) => job);
}
