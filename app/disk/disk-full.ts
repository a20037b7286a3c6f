import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Whether writing failed for want of room: then nothing is wrong with what was written before. */
export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Writes over a small file in the room it has: the last resort where no new file can be made. False if even that fails. */
export function overwriteInPlace(path: string, content: string): boolean {
  try {
    const descriptor = openSync(path, 'r+');
    try {
      writeSync(descriptor, content, 0);
      ftruncateSync(descriptor, Buffer.byteLength(content));
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch {
    return false;
  }
}
