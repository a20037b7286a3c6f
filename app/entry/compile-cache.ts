import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../runtime/cache-folder.ts';

/** Keeps what Node made of the sources: a studio process starts in 0.2 s of CPU time instead of 0.5 (measured on Linux). */
const folder = join(cacheFolder(), 'compiled');

/** For what this process loads from now on. */
export function useCompileCache(): void {
  enableCompileCache(folder);
}

/** For a process to be started. */
export const compileCacheEnvironment = { NODE_COMPILE_CACHE: folder } as const;

/** Writes it down now: a process that is killed would not. */
export function keepCompiled(): void {
  flushCompileCache();
}
