import type { FileHandle } from 'node:fs/promises';

/** Random access to a file's bytes for header readers: the beginning is read once, the rest on demand. */
export interface FileBytes {
  readonly length: number;
  /** The bytes from `offset`, fewer than asked for at the end of the file. */
  at(offset: number, length: number): Promise<Buffer>;
}

const headBytes = 64 << 10;

export async function fileBytes(file: FileHandle): Promise<FileBytes> {
  const { size } = await file.stat();
  const head = await read(file, 0, Math.min(size, headBytes));
  return {
    length: size,
    async at(offset, length) {
      if (offset < 0 || offset >= size) return Buffer.alloc(0);
      if (offset + length <= head.length) return head.subarray(offset, offset + length);
      if (head.length === size) return head.subarray(offset);
      return read(file, offset, Math.min(length, size - offset));
    },
  };
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
