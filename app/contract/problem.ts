import * as v from 'valibot';
import * as s from './shapes.ts';

/** What a person may send to whoever can help: shown, chosen and saved by them, sent by nobody. */

/** Many times what is collected: the logs are cut to their ends. */
const mostText = 2 ** 21;

export const problemPart = v.object({
  name: v.pipe(v.string(), v.maxLength(80)),
  text: v.pipe(v.string(), v.maxLength(mostText)),
});

export const collected = v.object({
  parts: v.array(problemPart),
  /** Where the program says it is at home; null when it names no place. */
  homepage: v.nullable(v.string()),
});

/** The text as it is shown, to be written as it is. */
export const savedProblem = v.object({
  path: s.path,
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(mostText)),
});

export const licenceList = v.object({
  packages: v.array(
    v.object({
      name: v.string(),
      version: v.string(),
      /** As its package names it, such as MIT. */
      licence: v.string(),
      /** Where its text stands in `texts`; null when it brought none. */
      text: v.nullable(s.count),
    }),
  ),
  texts: v.array(v.string()),
});
export type LicenceList = v.InferOutput<typeof licenceList>;
