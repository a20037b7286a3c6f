import * as v from 'valibot';
import {
  desktopMethods,
  type DesktopMethodName,
  type DesktopParams,
  type DesktopResult,
} from '../app/contract/desktop.ts';
import { StudioError } from '../app/contract/errors.ts';

/** One handler for each method of the table: a missing one does not compile. */
export type DesktopHandlers = {
  readonly [M in DesktopMethodName]: (
    params: DesktopParams<M>,
  ) => DesktopResult<M> | Promise<DesktopResult<M>>;
};

export type DesktopDispatch = (method: string, params: unknown) => Promise<unknown>;

export const desktopPrefix = 'desktop.';

function isDesktopMethod(name: string): name is DesktopMethodName {
  return Object.prototype.hasOwnProperty.call(desktopMethods, name);
}

/** Params are always parsed on arrival. */
export function createDesktopDispatch(handlers: DesktopHandlers): DesktopDispatch {
  return async (method, params) => {
    if (!isDesktopMethod(method)) {
      throw new StudioError('bad-request', `There is no method “${method.slice(0, 80)}”.`);
    }
    const parsed = v.safeParse(desktopMethods[method].params, params);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const where = v.getDotPath(issue) ?? 'params';
      throw new StudioError('bad-request', `${method}: ${where} is not as expected.`);
    }
    const handle = handlers[method] as (params: unknown) => unknown;
    return await handle(parsed.output);
  };
}
