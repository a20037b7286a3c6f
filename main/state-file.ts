import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

const pixels = v.pipe(v.number(), v.safeInteger());

/** What cannot be read of it is as at the first start; the rest still counts. */
const windowState = v.object({
  bounds: v.fallback(
    v.nullable(v.object({ x: pixels, y: pixels, width: pixels, height: pixels })),
    null,
  ),
  maximized: v.fallback(v.boolean(), false),
  fullScreen: v.fallback(v.boolean(), false),
  theme: v.fallback(v.picklist(['system', 'dark', 'light']), 'system'),
  /** The project that was open: the next start opens it again. */
  project: v.fallback(v.nullable(v.string()), null),
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
      const before = JSON.stringify(state);
      state = { ...state, ...part };
      if (JSON.stringify(state) === before) {
        return;
      }
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
    return v.parse(windowState, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return v.parse(windowState, {});
  }
}
