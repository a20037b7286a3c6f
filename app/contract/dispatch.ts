import type { Given } from './given.ts';
import { methods, type MethodName, type Params, type Result } from './methods.ts';
import { parseParams, unknownMethod } from './parse-params.ts';

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
      throw unknownMethod(name);
    }
    const parsed = parseParams(name, methods[name].params, params);
    const handle = handlers[name] as (params: unknown, signal: AbortSignal) => Promise<unknown>;
    return handle(parsed, signal);
  };
}
