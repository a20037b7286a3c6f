import { randomUUID } from 'node:crypto';
import type { EngineHost } from '../contract/engines.ts';
import { StudioError } from '../contract/errors.ts';
import type { Store } from '../store/open.ts';
import type { EventHub } from './event-hub.ts';
import type { Jobs } from './jobs/job.ts';

/** What every use case works with. */
export interface StudioContext {
  readonly events: EventHub;
  readonly jobs: Jobs;
  readonly engines: EngineHost;
  readonly log: (line: string) => void;
  /** The open project. Throws `no-project`. */
  store(): Store;
  /** The open project, to be changed. Throws `no-project` or `read-only`, so that nothing is begun in vain. */
  writableStore(): Store;
}

export function noProject(): StudioError {
  return new StudioError('no-project', 'No project is open. Open one, or create a new one.');
}

/** For an id that names nothing; `what` is such as “picture 7”. */
export function notFound(what: string): StudioError {
  return new StudioError(
    'not-found',
    `There is no ${what} in this project. It may have been deleted; look again.`,
  );
}

export function badInput(message: string, cause?: unknown): StudioError {
  return new StudioError('bad-input', message, { cause });
}

export function timestamp(): string {
  return new Date().toISOString();
}

export function newId(): string {
  return randomUUID();
}
