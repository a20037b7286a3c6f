import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface Tail {
  readonly lines: number;
  readonly bytes: number;
}

/** The end of a text file in whole lines; null when it is not there or cannot be read. */
export function lastLines(path: string, { lines, bytes }: Tail): string[] | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, bytes));
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const all = buffer.toString('utf8', 0, read).split('\n');
    if (all.at(-1) === '') all.pop();
    // Begun in the middle of a line.
    if (size > bytes) all.shift();
    return all.slice(-lines);
  } catch {
    return null;
  } finally {
    closeSync(file);
  }
}
