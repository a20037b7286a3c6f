import { projectFileName } from '../../app/contract/project-file.ts';
import { splitPath } from '../ui/listing.ts';

/** Something that was dropped on the window. A browser does not tell where it lies: its path is empty then. */
export interface DroppedItem {
  readonly name: string;
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'project-folder';
}

/** What is to be done with it. `path` is empty where the person has to be asked. */
export type Meaning =
  | { readonly kind: 'project'; readonly name: string; readonly path: string }
  | { readonly kind: 'coco'; readonly name: string; readonly path: string }
  | { readonly kind: 'pictures'; readonly name: string; readonly path: string }
  | { readonly kind: 'unknown'; readonly name: string };

const pictureEndings = /\.(jpe?g|png|webp|gif|tiff?|bmp)$/i;

/**
 * Of several things the most telling one counts: a project before a COCO file, that before a folder or pictures. A
 * picture stands for the folder it lies in.
 */
export function meaningOf(items: readonly DroppedItem[]): Meaning {
  const meanings = items.map(meaningOfOne);
  for (const kind of ['project', 'coco', 'pictures'] as const) {
    const found = meanings.find((meaning) => meaning.kind === kind);
    if (found !== undefined) {
      return found;
    }
  }
  return meanings[0] ?? { kind: 'unknown', name: '' };
}

function meaningOfOne({ name, path, kind }: DroppedItem): Meaning {
  if (kind === 'project-folder') {
    return { kind: 'project', name, path };
  }
  if (kind === 'folder') {
    return { kind: 'pictures', name, path };
  }
  if (name === projectFileName) {
    return { kind: 'project', name, path: folderOf(path) };
  }
  if (/\.json$/i.test(name)) {
    return { kind: 'coco', name, path };
  }
  return pictureEndings.test(name)
    ? { kind: 'pictures', name, path: folderOf(path) }
    : { kind: 'unknown', name };
}

function folderOf(path: string): string {
  return path === '' ? '' : splitPath(path).folder;
}
