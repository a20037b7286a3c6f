import * as v from 'valibot';
import { id, job } from './shapes.ts';

/** Events are hints, never the only copy: whoever hears one fetches again. */
export const topics = {
  /** Something of the project's summary changed, or another project was opened. */
  project: v.object({}),
  /** These pictures changed; an empty list means many. */
  images: v.object({ images: v.array(id) }),
  categories: v.object({}),
  /** A run moved on: there are new metrics, a new state or a new sample. */
  run: v.object({ run: v.string() }),
  /** A run is gone or new. */
  runs: v.object({}),
  job,
  runtime: v.object({}),
  /** The connection was lost and is back: everything is to be fetched again. */
  reconnected: v.object({}),
} as const satisfies Record<string, v.GenericSchema>;

export type Topic = keyof typeof topics;
export type Event<T extends Topic> = v.InferOutput<(typeof topics)[T]>;
