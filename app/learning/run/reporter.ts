import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEvent, Metric, RunState } from '../../contract/run-folder.ts';
import { isDiskFull, overwriteInPlace } from '../../disk/disk-full.ts';
import { replaceFile } from '../../disk/durable.ts';
import type { MetricsFile } from '../files/metrics-file.ts';

/** Events a second at most; the page draws no faster. */
const reportEveryMs = 200;

/** Tells how a run goes: into its folder, and to whoever listens. */
export interface Reporter {
  readonly state: RunState;
  /** Changes the state; `now` writes it at once, otherwise with the next report that is due. */
  update(change: Partial<RunState>, now?: 'now'): void;
  /** Takes a measurement, and the change of the state that comes with it: both are told at the same time. */
  measured(metric: Metric, change?: Partial<RunState>): void;
  sampled(epoch: number): void;
  /** Writes and tells what has gathered. */
  flush(): void;
  /** Flushes, and makes the measurements last: a checkpoint must not know of steps that the list forgot. */
  settle(): void;
}

export interface ReporterOptions {
  readonly folder: string;
  readonly state: RunState;
  readonly metrics: MetricsFile;
  readonly send: (event: EngineEvent) => void;
}

export function createReporter({ folder, state: start, metrics, send }: ReporterOptions): Reporter {
  let state = start;
  let waiting: Metric[] = [];
  let changed = true;
  let reportedAt = 0;

  function flush(): void {
    reportedAt = performance.now();
    if (waiting.length > 0) {
      metrics.append(waiting);
      send({ kind: 'metrics', metrics: waiting });
      waiting = [];
    }
    if (changed) {
      changed = false;
      writeState(folder, state);
      send({ kind: 'state', state });
    }
  }

  function change(update: Partial<RunState>): void {
    state = { ...state, ...update, updatedAt: new Date().toISOString() };
    changed = true;
  }

  function flushWhenDue(): void {
    if (performance.now() - reportedAt >= reportEveryMs) flush();
  }

  return {
    get state() {
      return state;
    },
    update(update, now) {
      change(update);
      if (now === 'now') flush();
      else flushWhenDue();
    },
    measured(metric, update) {
      waiting.push(metric);
      if (update !== undefined) change(update);
      flushWhenDue();
    },
    sampled(epoch) {
      send({ kind: 'sampled', epoch });
    },
    flush,
    settle() {
      flush();
      metrics.sync();
    },
  };
}

/** `state.json`, replaced whole. Not flushed to the disk: after a power cut the last checkpoint is what counts. */
export function writeState(folder: string, state: RunState): void {
  const path = join(folder, 'state.json');
  const text = JSON.stringify(state, null, 2);
  try {
    replaceFile(path, text, { lasting: false });
  } catch (error) {
    // On a full disk there may still be room where the old one lies.
    if (!isDiskFull(error) || !overwriteInPlace(path, text)) throw error;
  }
}

/** Adds a line to the run's log. */
export function writeLog(folder: string, line: string): void {
  appendFileSync(join(folder, 'log.txt'), `${new Date().toISOString()} ${line}\n`);
}
