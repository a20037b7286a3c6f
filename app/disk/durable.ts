import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file so that a crash leaves the old one or the new one, whole. `lasting` also survives a power cut. */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  { lasting = true }: { readonly lasting?: boolean } = {},
): void {
  // Two processes may replace the same file at the same time: the later one wins, and neither fails.
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, content, { flush: lasting });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  if (lasting) syncFolder(dirname(path));
}

/** Makes what was renamed, made or removed in a folder last: without it a power cut can bring the old name back. */
export function syncFolder(folder: string): void {
  // Windows has no such thing: its renames last by themselves, and a folder cannot be opened.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
