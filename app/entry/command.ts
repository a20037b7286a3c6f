import type { Options, Values } from './options.ts';
import type { Progress } from './progress.ts';

export interface CommandContext {
  readonly progress: Progress;
  /** Aborted by Ctrl+C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** What a command did: the object for scripts, and the same in words. */
export interface Outcome {
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
  /** True when a person ended it before its time and something was kept. */
  readonly interrupted?: boolean;
}

/** An exit code alone comes from a command that has printed all there is to print. */
export type Ended = Outcome | number;

export interface Command {
  /** Such as `import coco`. */
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** What is named before the options, such as `A` and `B`; what may be left out, last and in brackets. */
  readonly names?: readonly string[];
  readonly options: Options;
  /** Parses the arguments; the work begins when the answer is called. Throws `UsageError`. */
  prepare(argv: readonly string[]): (context: CommandContext) => Promise<Ended>;
}

export interface CommandDefinition<O extends Options> {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly names?: readonly string[];
  readonly options: O;
  run(values: Values<O>, context: CommandContext, named: readonly string[]): Promise<Ended>;
}
