import { execFileSync } from 'node:child_process';

/**
 * A disk that fails, as a process sees it: Linux refuses each write that would end beyond so many bytes of a file, which
 * SQLite takes for an I/O error like any other. Null: the disk is well again.
 */
export function failWritesBeyond(process: number, bytes: number | null): void {
  const limit = bytes === null ? 'unlimited' : String(bytes);
  // The soft limit alone: a hard one could not be lifted again.
  execFileSync('prlimit', [`--pid=${String(process)}`, `--fsize=${limit}:`]);
}
