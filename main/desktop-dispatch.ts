import {
  desktopMethods,
  type DesktopMethodName,
  type DesktopParams,
  type DesktopResult,
} from '../app/contract/desktop.ts';
import { parseParams, unknownMethod } from '../app/contract/parse-params.ts';

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
      throw unknownMethod(method);
    }
    const parsed = parseParams(method, desktopMethods[method].params, params);
    const handle = handlers[method] as (params: unknown) => unknown;
    return await handle(parsed);
  };
}
