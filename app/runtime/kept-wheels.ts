import { existsSync } from 'node:fs';
import type { Library, RuntimeManifest } from '../contract/runtime-manifest.ts';
import { hasItsSize, keptFolder } from './places.ts';

/** How much of a library an earlier, stopped try has left to go on from, in bytes as fetched. Judged by sizes. */
export function bytesKept(manifest: RuntimeManifest, library: Library): number {
  const folder = keptFolder(manifest, library);
  if (!existsSync(folder)) return 0;
  return library.wheels
    .filter(({ members }) => members.every((member) => hasItsSize(folder, member)))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}
