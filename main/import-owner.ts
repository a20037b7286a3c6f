import { StudioError } from '../app/contract/errors.ts';
import type { EventFrame } from '../app/contract/http.ts';
import type { OwnerMessage, StudioMessage, WireAsset } from '../app/contract/owner-messages.ts';
import type { Job } from '../app/contract/shapes.ts';
import { createStudioCalls, type Call } from '../app/links/studio-calls.ts';
import type { Command } from '../app/owner/child.ts';
import type { Engines } from '../app/owner/engines.ts';
import { keepStudio, type StudioNews } from '../app/owner/keep-studio.ts';
import { relay } from '../app/owner/relay.ts';

export interface ImportOwnerOptions {
  readonly command: Command;
  readonly engines: Engines;
  /** The project to open at once; asked at every start. */
  readonly folder: () => string | null;
  /** What the page is to hear. */
  readonly announce: (frame: EventFrame) => void;
  /** Called whenever work begins, moves on or ends. */
  readonly changed: () => void;
  readonly tell: (news: StudioNews) => void;
  readonly log: (line: string) => void;
}

/** Starts, supervises, restarts and ends the process that imports, which is the studio: it holds the project. */
export interface ImportOwner {
  request(method: string, params: unknown): Call<unknown>;
  asset(url: string): Promise<WireAsset | null>;
  /** Imports, exports and predictions at work. */
  jobs(): readonly Job[];
  cancelJobs(): Promise<void>;
  /** While the queue is held, the end of a run starts no other. */
  holdQueue(on: boolean): Promise<void>;
  /** After the studio was given up: tries anew. */
  again(): void;
  leave(graceMs: number): Promise<void>;
}

export function ownImports(options: ImportOwnerOptions): ImportOwner {
  const { command, engines, folder, announce, changed, tell, log } = options;
  const listeners = new Set<(message: StudioMessage) => void>();
  const jobs = new Map<string, Job>();

  /** Why nothing can be asked of a studio that is not started again. */
  let givenUp: string | null = null;

  const keeper = keepStudio({
    command,
    begin: () => ({ kind: 'begin', folder: folder(), http: null }),
    log,
    hear(message) {
      if (isForEngines(message)) {
        return;
      }
      if (message.kind === 'event') {
        hear(message.frame);
      } else {
        listeners.forEach((listener) => {
          listener(message);
        });
      }
    },
    tell(news) {
      givenUp = news.kind === 'given-up' ? news.message : null;
      if (news.kind === 'ready') {
        keeper.send({ kind: 'listen' });
        if (news.restarted) {
          announce({ topic: 'reconnected', event: {} });
        }
      } else {
        calls.lost();
        if (jobs.size > 0) {
          jobs.clear();
          changed();
        }
      }
      tell(news);
    },
  });
  const isForEngines = relay(keeper, engines);
  const calls = createStudioCalls({
    send: (message: OwnerMessage) => {
      keeper.send(message);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  });

  function hear(frame: EventFrame): void {
    if (frame.topic === 'job') {
      if (frame.event.state === 'running') {
        jobs.set(frame.event.id, frame.event);
      } else {
        jobs.delete(frame.event.id);
      }
      changed();
    }
    announce(frame);
  }

  function refused(reason: string): Call<never> {
    return {
      answer: Promise.reject(new StudioError('unavailable', reason)),
      abort: () => undefined,
    };
  }

  return {
    request: (method, params) =>
      givenUp === null ? calls.request(method, params) : refused(givenUp),
    asset: (url) => (givenUp === null ? calls.asset(url) : refused(givenUp)).answer,
    jobs: () => [...jobs.values()],
    async cancelJobs() {
      const cancelled = [...jobs.keys()].map((job) => calls.request('job.cancel', { job }).answer);
      await Promise.all(cancelled.map((each) => each.catch(() => undefined)));
    },
    async holdQueue(on) {
      // A studio that is gone starts nothing either.
      await calls.request('training.hold', { on }).answer.catch(() => undefined);
    },
    again() {
      givenUp = null;
      keeper.again();
    },
    leave: keeper.leave,
  };
}
