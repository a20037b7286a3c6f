import type { FileHandle } from 'node:fs/promises';
import { StudioError } from '../../contract/errors.ts';

const chunkBytes = 4 << 20;
/** No record of any real file comes near; without a limit one quote that never closes would fill the memory. */
const largestRecordBytes = 256 << 20;

/** A stretch of a file that slides forward: `bytes[0..end)` are the file's bytes from `offset` on. */
export class FileWindow {
  bytes: Buffer = Buffer.allocUnsafe(chunkBytes + (64 << 10));
  end = 0;
  offset = 0;
  /** True when `end` is the end of the file. */
  complete = false;
  readonly #file: FileHandle;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Forgets what lies before `keep` and reads on; `keep` is at index 0 afterwards. */
  async slide(keep: number): Promise<void> {
    const kept = this.end - keep;
    if (kept > largestRecordBytes) {
      throw new StudioError(
        'bad-input',
        `One record of this file (at byte ${this.offset + keep}) is larger than 256 MB, or a quote is never closed.`,
      );
    }
    const room = kept > this.bytes.length >> 1 ? Buffer.allocUnsafe(this.bytes.length * 2) : null;
    this.bytes.copy(room ?? this.bytes, 0, keep, this.end);
    if (room) this.bytes = room;
    this.offset += keep;
    this.end = kept;
    while (this.end < this.bytes.length) {
      const { bytesRead } = await this.#file.read({
        buffer: this.bytes,
        offset: this.end,
        length: Math.min(chunkBytes, this.bytes.length - this.end),
        position: this.offset + this.end,
      });
      this.end += bytesRead;
      this.complete = bytesRead === 0;
      // One read a call keeps a cancel from waiting; a grown window is filled, or it would grow again at once.
      if (this.complete || room === null) return;
    }
  }
}
