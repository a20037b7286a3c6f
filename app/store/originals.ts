import { closeSync, openSync, readSync } from 'node:fs';
import { sourceFile } from './places.ts';
import { StudioError } from '../contract/errors.ts';

/** Reads the original JSON text of records from the sources' files, each opened once. */
export interface Originals {
  /** The text at the given place, in bytes. Throws `damagedRecords` when the file is missing or too short. */
  text(source: number, offset: number, length: number): string;
  close(): void;
}

export function openOriginals(folder: string): Originals {
  const descriptors = new Map<number, number>();

  function descriptorOf(source: number): number {
    const known = descriptors.get(source);
    if (known !== undefined) return known;
    const descriptor = openSync(sourceFile(folder, source), 'r');
    descriptors.set(source, descriptor);
    return descriptor;
  }

  return {
    text(source, offset, length) {
      const bytes = Buffer.allocUnsafe(length);
      let read: number;
      try {
        read = readSync(descriptorOf(source), bytes, 0, length, offset);
      } catch (error) {
        throw damagedRecords(source, error);
      }
      if (read !== length) throw damagedRecords(source);
      return bytes.toString('utf8');
    },
    close() {
      for (const descriptor of descriptors.values()) closeSync(descriptor);
      descriptors.clear();
    },
  };
}

/** Not the database, and no backup of it helps; whatever was edited stands in the database and is not concerned. */
export function damagedRecords(source: number, cause?: unknown): StudioError {
  return new StudioError(
    'damaged',
    `The file sources/${source}.jsonl of the project, which holds the original records, is missing or damaged. Import their annotation file again.`,
    { details: { source }, cause },
  );
}
