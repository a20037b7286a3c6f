import { join } from 'node:path';
import { picturesFolder } from '../../store/places.ts';

/** The place of a source's copied pictures: the folder itself, and how the source remembers it, relative to the project. */
export function copiedPlace(
  project: string,
  source: number,
): { readonly folder: string; readonly stored: string } {
  return {
    folder: join(picturesFolder(project), String(source)),
    stored: `pictures/${source}`,
  };
}
