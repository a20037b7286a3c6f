import type { FileHandle } from 'node:fs/promises';

/** Records closer than this are read in one go, the bytes between them thrown away. */
const gapBytes = 64 << 10;
const batchBytes = 4 << 20;

export interface Ranges {
  readonly count: number;
  /** Ascending. */
  offset(k: number): number;
  length(k: number): number;
}

/**
 * Reads stretches of a file in few large reads and hands over each range. `bytes` is only good until `visit` returns.
 * After each read `pause` is awaited: there the caller stores what has gathered.
 */
export async function readRanges(
  file: FileHandle,
  ranges: Ranges,
  {
    visit,
    pause,
  }: {
    visit: (bytes: Buffer, start: number, end: number, k: number) => void;
    pause: (done: number) => Promise<void>;
  },
): Promise<void> {
  let buffer = Buffer.allocUnsafe(batchBytes);
  for (let first = 0; first < ranges.count;) {
    const start = ranges.offset(first);
    let end = start + ranges.length(first);
    let next = first + 1;
    for (; next < ranges.count; next++) {
      const offset = ranges.offset(next);
      const stop = offset + ranges.length(next);
      if (offset - end > gapBytes || stop - start > batchBytes) break;
      end = Math.max(end, stop);
    }
    if (end - start > buffer.length) buffer = Buffer.allocUnsafe(end - start);
    await readFully(file, buffer.subarray(0, end - start), start);
    for (let k = first; k < next; k++) {
      const at = ranges.offset(k) - start;
      visit(buffer, at, at + ranges.length(k), k);
    }
    first = next;
    await pause(first);
  }
}

async function readFully(file: FileHandle, buffer: Buffer, position: number): Promise<void> {
  for (let done = 0; done < buffer.length;) {
    const { bytesRead } = await file.read(buffer, done, buffer.length - done, position + done);
    if (bytesRead === 0) throw new Error('The file became shorter while it was being read.');
    done += bytesRead;
  }
}
