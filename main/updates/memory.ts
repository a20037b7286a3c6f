import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { isVersion } from './versions.ts';

const shape = v.object({
  /** When the address was asked last, with or without an answer. */
  askedMs: v.optional(v.number(), 0),
  /** When it last answered that there is nothing newer. */
  checkedMs: v.optional(v.nullable(v.number()), null),
  /** The newest feed ever taken as genuine: an older one is a replay. */
  newest: v.optional(
    v.nullable(
      v.object({ version: v.pipe(v.string(), v.check(isVersion)), releasedMs: v.number() }),
    ),
    null,
  ),
});
export type Remembered = v.InferOutput<typeof shape>;

export interface Memory {
  read(): Remembered;
  change(part: Partial<Remembered>): void;
}

/** What is remembered of updates from start to start. Throws when it cannot be kept: then replays could not be told. */
export function openMemory(folder: string): Memory {
  const path = join(folder, 'updates.json');
  let state = readState(path);
  return {
    read: () => state,
    change(part) {
      state = { ...state, ...part };
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
      renameSync(`${path}.new`, path);
    },
  };
}

function readState(path: string): Remembered {
  try {
    return v.parse(shape, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return v.parse(shape, {});
  }
}
