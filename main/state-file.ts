import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

const windowState = v.object({
  bounds: v.optional(
    v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  ),
  maximized: v.optional(v.boolean(), false),
  fullScreen: v.optional(v.boolean(), false),
  theme: v.optional(v.picklist(['system', 'dark', 'light']), 'system'),
  /** The project that was open: the next start opens it again. */
  project: v.optional(v.nullable(v.string()), null),
});
export type WindowState = v.InferOutput<typeof windowState>;

export interface StateFile {
  read(): WindowState;
  /** A state that cannot be written is told to the log, and costs nothing but the memory of the window's place. */
  change(part: Partial<WindowState>): void;
}

/** What the window remembers of itself from start to start. */
export function openStateFile(folder: string, log: (line: string) => void): StateFile {
  const path = join(folder, 'window.json');
  let state = readState(path);
  return {
    read: () => state,
    change(part) {
      state = { ...state, ...part };
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
        renameSync(`${path}.new`, path);
      } catch (error) {
        log(`The window's place could not be kept: ${String(error)}`);
      }
    },
  };
}

function readState(path: string): WindowState {
  try {
    const parsed = v.safeParse(windowState, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : v.parse(windowState, {});
  } catch {
    return v.parse(windowState, {});
  }
}
