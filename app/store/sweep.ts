import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { picturesFolder, sourcesFolder } from './places.ts';

/**
 * Takes away what an import left that was killed: whatever still has the name of something unfinished. Nothing else,
 * for a database that was damaged and put aside may yet point at it.
 */
export function sweepUnfinished(folder: string): void {
  for (const place of [sourcesFolder(folder), picturesFolder(folder)]) {
    for (const name of namesIn(place)) {
      if (name.endsWith('.part')) rmSync(join(place, name), { recursive: true, force: true });
    }
  }
}

/** The highest number by which a source's files are called, of whatever has become of the source. */
export function highestSourceFile(folder: string): number {
  let highest = 0;
  for (const place of [sourcesFolder(folder), picturesFolder(folder)]) {
    for (const name of namesIn(place)) {
      const number = /^(\d{1,9})(?:\.jsonl)?$/.exec(name)?.[1];
      if (number !== undefined) highest = Math.max(highest, Number(number));
    }
  }
  return highest;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // nothing was ever imported
  }
}
