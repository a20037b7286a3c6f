import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { syncFolder } from '../disk/durable.ts';
import { storeFileError } from './file-error.ts';

/** A file that comes to stand under its name only when all of it is on the disk and was read back equal. */
export interface SafeFile {
  /** Where it is written to meanwhile: beside its place, so that the rename is one act. */
  readonly part: string;
  write(content: string | Uint8Array): void;
  /** Makes it last, reads it back and compares; `check` may look at `part` before the name is given. */
  finish(check?: () => Promise<void>): Promise<void>;
  /** Removes what was written. Harmless after `finish`. */
  abandon(): void;
}

const bufferBytes = 1 << 20;

/** Throws what the file system throws: the caller knows what to say of it. */
export function openSafeFile(path: string): SafeFile {
  const part = `${path}.part`;
  const descriptor = openSync(part, 'w');
  const written = createHash('sha256');
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let isOpen = true;
  let finished = false;

  function flush(): void {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    written.update(bytes);
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
  }
  function close(): void {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  }

  return {
    part,
    write(content) {
      const bytes = Buffer.from(content as string);
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= bufferBytes) flush();
    },
    async finish(check) {
      flush();
      fsyncSync(descriptor);
      close();
      if (hashOf(part) !== written.digest('hex')) {
        throw new StudioError(
          'internal',
          `What was written to “${path}” reads back differently: the disk may be failing. The file was not kept.`,
        );
      }
      await check?.();
      renameSync(part, path);
      finished = true;
      syncFolder(dirname(path));
    },
    abandon() {
      close();
      if (!finished) rmSync(part, { force: true });
    },
  };
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(bufferBytes);
    for (;;) {
      const length = readSync(descriptor, buffer);
      if (length === 0) return hash.digest('hex');
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A whole safe file at once. Throws what a person can be told. */
export async function writeSafeFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = openSafeFile(path);
    try {
      file.write(content);
      await file.finish();
    } finally {
      file.abandon();
    }
  } catch (error) {
    throw storeFileError(error);
  }
}
