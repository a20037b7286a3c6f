import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The bytes of a file, or of a part of one, read where they are wanted: a file of weights is never held as a whole. */
export interface Bytes {
  readonly size: number;
  /** A copy of `length` bytes from `offset` on. Throws a `Refusal` unless all of them are there. */
  at(offset: number, length: number): Buffer;
}

/** Why a file is not taken, and what a person can do: two halves of the sentence that names the file. */
export class Refusal extends Error {
  readonly advice: string;

  constructor(reason: string, advice = 'get the file once more, or save it anew') {
    super(reason);
    this.name = 'Refusal';
    this.advice = advice;
  }
}

/** No file of weights that a network here could take from comes near it. */
const mostFileBytes = 8 * 2 ** 30;

/** Calls `use` with the file open, and closes it. Throws what the file system throws, and `Refusal`. */
export function withFile<T>(path: string, use: (bytes: Bytes) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new Refusal('it is no file', 'choose a file of weights');
    if (found.size > mostFileBytes) {
      throw new Refusal(
        `it is larger than ${mostFileBytes / 2 ** 30} GiB`,
        'choose a smaller network',
      );
    }
    return use(bytesOfFile(descriptor, found.size));
  } finally {
    closeSync(descriptor);
  }
}

export function bytesOf(buffer: Buffer): Bytes {
  return {
    size: buffer.length,
    at(offset, length) {
      checkRange(offset, length, buffer.length);
      return Buffer.from(buffer.subarray(offset, offset + length));
    },
  };
}

/**
 * The same bytes, of which no more are read than a file is long several times over: what leads in circles ends by it, and so does
 * a list that names the same place a million times.
 */
export function metered(whole: Bytes): Bytes {
  const most = 16 * whole.size + 64 * 2 ** 20;
  let read = 0;
  return {
    size: whole.size,
    at(offset, length) {
      read += length;
      if (read > most) throw new Refusal('it is damaged: its parts lead in circles');
      return whole.at(offset, length);
    },
  };
}

/** Throws a `Refusal` unless the part lies within the whole. */
export function partOf(whole: Bytes, start: number, size: number): Bytes {
  checkRange(start, size, whole.size);
  return {
    size,
    at(offset, length) {
      checkRange(offset, length, size);
      return whole.at(start + offset, length);
    },
  };
}

/** Before anything is allocated: nobody reserves memory for what a file only promises. */
function checkRange(offset: number, length: number, size: number): void {
  const isInside =
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    offset >= 0 &&
    length >= 0 &&
    offset + length <= size;
  if (!isInside) {
    throw new Refusal(
      `it is damaged or cut off: ${length} bytes are announced at ${offset}, and it has ${size}`,
    );
  }
}

function bytesOfFile(descriptor: number, size: number): Bytes {
  return {
    size,
    at(offset, length) {
      checkRange(offset, length, size);
      const buffer = Buffer.alloc(length);
      for (let done = 0; done < length;) {
        const read = readSync(descriptor, buffer, done, length - done, offset + done);
        if (read === 0) throw new Refusal('it became shorter while it was read');
        done += read;
      }
      return buffer;
    },
  };
}
