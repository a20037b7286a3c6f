import { join, resolve } from 'node:path';
import { joinInside } from '../formats/join-inside.ts';
import { picturesFolder } from '../store/places.ts';
import type { SourcePlace } from '../store/sources.ts';

/** Where the pictures of a source stand, absolute. */
export function sourceFolder(project: string, { imagesFolder }: SourcePlace): string {
  return resolve(project, imagesFolder);
}

/** Where a picture's file should be. Names were judged at the import; one that leads out all the same is not followed. */
export function picturePath(project: string, source: SourcePlace, fileName: string): string | null {
  const path = joinInside(sourceFolder(project, source), fileName);
  return typeof path === 'string' ? path : null;
}

/** The place of a source's copied pictures: the folder itself, and how the source remembers it. */
export function copiedPlace(
  project: string,
  source: number,
): { readonly folder: string; readonly stored: string } {
  return {
    folder: join(picturesFolder(project), String(source)),
    stored: `pictures/${source}`,
  };
}
