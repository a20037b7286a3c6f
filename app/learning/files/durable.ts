import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file so that a crash leaves the old one or the new one, whole. `lasting` also survives a power cut. */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  { lasting = true }: { readonly lasting?: boolean } = {},
): void {
  const part = `${path}.part`;
  try {
    writeFileSync(part, content, { flush: lasting });
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  if (lasting) syncFolder(dirname(path));
}

/** Makes what was renamed, made or removed in a folder last. */
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

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
