import * as v from 'valibot';
import { StudioError } from './errors.ts';

/** Params as a method's schema has them. Throws a StudioError that names the first place that is not as expected. */
export function parseParams<S extends v.GenericSchema>(
  method: string,
  schema: S,
  params: unknown,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, params);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'params';
    const message = `${method}: ${where} is not as expected. ${issue.message}.`;
    throw new StudioError('bad-request', message);
  }
  return parsed.output;
}

/** For a name that is in no table. */
export function unknownMethod(name: string): StudioError {
  return new StudioError('bad-request', `There is no method “${name.slice(0, 80)}”.`);
}
