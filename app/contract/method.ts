import type * as v from 'valibot';

/** A method: what it takes, what it gives. */
export interface Method {
  readonly params: v.GenericSchema;
  readonly result: v.GenericSchema;
}

export function method<P extends v.GenericSchema, R extends v.GenericSchema>(params: P, result: R) {
  return { params, result } as const;
}
