import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Two files of this size at most: what was said last, and what was said before. */
const defaultMostBytes = 1_000_000;
/** A line that goes on for ever must not fill the file by itself. */
const longestLine = 8_000;

export interface LogFile {
  /** One line, or several, each with the time. Never throws: a full disk must not end who has something to say. */
  add(text: string): void;
}

/**
 * Appends to `path`; when that is full it becomes `path.1`, in place of an older one. Another process may append to the
 * same file: lines are whole, and at worst two that find it full at once forget the older half sooner.
 */
export function openLogFile(path: string, mostBytes = defaultMostBytes): LogFile {
  return {
    add(text) {
      const lines = stamped(text, new Date().toISOString());
      try {
        mkdirSync(dirname(path), { recursive: true });
        if (sizeOf(path) + Buffer.byteLength(lines) > mostBytes) {
          renameSync(path, olderLog(path));
        }
      } catch {
        // Nothing there yet to put aside, or it cannot be: the line is worth trying all the same.
      }
      try {
        appendFileSync(path, lines, { mode: 0o600 });
      } catch {
        // It was printed as well.
      }
    },
  };
}

function olderLog(path: string): string {
  return `${path}.1`;
}

function stamped(text: string, time: string): string {
  return text
    .split('\n')
    .map((line) => `${time} ${line.slice(0, longestLine)}\n`)
    .join('');
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
