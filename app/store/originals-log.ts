import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  fstatSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../disk/durable.ts';
import { sourceFile } from './places.ts';
import type { Place } from './import-tables.ts';
import { storeFileError } from './file-error.ts';

/** Appends the original texts of records to a source's file, ahead of the rows that point at them. */
export interface OriginalsLog {
  /** Answers where the text begins in the file. */
  append(bytes: Uint8Array, start: number, end: number): number;
  /** Whether an earlier import put the very same text at this place. */
  holds(place: Place, bytes: Uint8Array, start: number, end: number): boolean;
  /** Makes all of it last. Rows that point into the file may be committed after it. */
  finish(): void;
  /** Takes back what was appended. */
  abandon(): void;
}

const bufferBytes = 4 << 20;
const newline = 0x0a;

/** Throws `disk-full` when the disk is; nothing that stood in the file before is ever touched. */
export function openOriginalsLog(
  folder: string,
  { id, known }: { id: number; known: boolean },
): OriginalsLog {
  const final = sourceFile(folder, id);
  // That of a new source has its name only when it is whole; a known one's file grows where it stands.
  const path = known ? final : `${final}.part`;
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'a');
  const before = fstatSync(descriptor).size;
  const buffer = Buffer.allocUnsafe(bufferBytes);
  let buffered = 0;
  let length = before;
  let isOpen = true;
  let reader: number | null = null;

  function close(): void {
    if (isOpen) closeSync(descriptor);
    if (reader !== null) closeSync(reader);
    isOpen = false;
    reader = null;
  }

  function write(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    } catch (error) {
      throw storeFileError(error);
    }
  }
  function flush(): void {
    write(buffer.subarray(0, buffered));
    buffered = 0;
  }
  return {
    append(bytes, start, end) {
      const offset = length;
      const size = end - start;
      if (buffered + size + 1 > buffer.length) flush();
      if (size + 1 > buffer.length) {
        write(bytes.subarray(start, end));
      } else {
        buffer.set(bytes.subarray(start, end), buffered);
        buffered += size;
      }
      buffer[buffered++] = newline;
      length += size + 1;
      return offset;
    },
    holds(place, bytes, start, end) {
      if (place.length !== end - start || place.offset + place.length > before) return false;
      reader ??= openSync(path, 'r');
      const old = Buffer.allocUnsafe(place.length);
      readSync(reader, old, 0, place.length, place.offset);
      return old.equals(bytes.subarray(start, end));
    },
    finish() {
      flush();
      try {
        fsyncSync(descriptor);
      } catch (error) {
        throw storeFileError(error);
      }
      close();
      if (!known) renameSync(path, final);
      syncFolder(dirname(path));
    },
    abandon() {
      close();
      if (!known) {
        rmSync(path, { force: true });
        rmSync(final, { force: true });
        return;
      }
      const again = openSync(path, 'r+');
      ftruncateSync(again, before);
      closeSync(again);
    },
  };
}
