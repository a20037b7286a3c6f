import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { mediaTypes } from './media-types.ts';

export interface StaticFile {
  readonly body: Uint8Array;
  readonly type: string;
  readonly etag: string;
  /** Its name holds a hash of its content. */
  readonly immutable: boolean;
}

/** URL path to file: what is not in the map does not exist, however its path is spelled. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Reads the built page once, files of unknown kinds left out. `index.html` becomes `/`. An absent folder gives an empty map. */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, StaticFile>();
  for (const entry of entries) {
    const type = mediaTypes[extname(entry.name)];
    if (!entry.isFile() || type === undefined) {
      continue;
    }
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(folder, path).split(sep).join('/')}`;
    const body = await readFile(path);
    files.set(url === '/index.html' ? '/' : url, {
      body,
      type,
      etag: etagOf(body),
      immutable: url.startsWith('/assets/'),
    });
  }
  return files;
}

export function etagOf(body: Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}
