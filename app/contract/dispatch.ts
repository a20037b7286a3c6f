import * as v from 'valibot';
import { StudioError } from './errors.ts';
import type { Given } from './given.ts';
import { methods, type MethodName, type Params, type Result } from './methods.ts';

/** One handler for each method of the table: a missing one does not compile. */
export type Handlers = {
  readonly [M in MethodName]: (params: Params<M>, signal: AbortSignal) => Promise<Given<Result<M>>>;
};

export type Dispatch = (method: string, params: unknown, signal: AbortSignal) => Promise<unknown>;

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}

/** Params are always parsed on arrival, whoever asks. */
export function createDispatch(handlers: Handlers): Dispatch {
  return async function dispatch(name, params, signal) {
    if (!isMethodName(name)) {
      throw new StudioError('bad-request', `There is no method “${name.slice(0, 80)}”.`);
    }
    const parsed = v.safeParse(methods[name].params, params);
    if (!parsed.success) {
      const issue = parsed.issues[0];
      const where = v.getDotPath(issue) ?? 'params';
      throw new StudioError(
        'bad-request',
        `${name}: ${where} is not as expected. ${issue.message}.`,
      );
    }
    const handle = handlers[name] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    return handle(parsed.output, signal);
  };
}
