import type { EngineEvent, EngineRequest } from './run-folder.ts';
import type { Unsubscribe } from './transport.ts';

/**
 * How the engine's process is started: `train` for a run, `rates` to look for a learning rate and `batches`
 * for as many pictures at once as fit, by a job that becomes no run,
 * `predict` to stay warm and wait for requests, `prompt` for the one that answers clicks with the person's own networks and
 * holds no TensorFlow.
 */
export type EngineTask =
  | { readonly kind: 'train'; readonly folder: string; readonly resume: boolean }
  | { readonly kind: 'rates' | 'batches'; readonly folder: string }
  | { readonly kind: 'predict' }
  | { readonly kind: 'prompt' };

export interface EngineSpec {
  readonly task: EngineTask;
  /** Added to the environment of the process: where the library is, how many threads. */
  readonly environment: Readonly<Record<string, string>>;
}

export type EngineHostEvent =
  | { readonly kind: 'event'; readonly engine: string; readonly event: EngineEvent }
  /** Every end is told, asked for or not. `signal` is set when it was killed. */
  | {
      readonly kind: 'exit';
      readonly engine: string;
      readonly code: number | null;
      readonly signal: string | null;
    };

/**
 * What the studio sees of the owner: engines by name, such as `run:cats-7` or `predict`.
 * Engines outlive the studio; after its restart `running` names those still at work.
 */
export interface EngineHost {
  start(engine: string, spec: EngineSpec): Promise<void>;
  send(engine: string, request: EngineRequest): void;
  /** Asks it to end, then kills it after `graceMs`. Resolves when it is gone. */
  stop(engine: string, graceMs: number): Promise<void>;
  running(): Promise<readonly string[]>;
  subscribe(listener: (event: EngineHostEvent) => void): Unsubscribe;
}
