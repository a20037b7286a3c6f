/** A folder's content as the dialog that chooses paths shows it. */
export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly {
    readonly name: string;
    readonly kind: 'folder' | 'file';
    readonly bytes: number;
    /** A folder that holds pictures. */
    readonly pictures: boolean;
  }[];
  readonly places: readonly { readonly name: string; readonly path: string }[];
}

/** What is to be chosen; `new-` names something that need not exist yet. */
export type PathKind = 'file' | 'folder' | 'new-file' | 'new-folder';

/** Joins with the separator the folder's own path uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** /a/b/c.json -> { folder: /a/b, name: c.json } */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const trimmed = path.length > 1 ? path.replace(/[/\\]+$/, '') : path;
  const cut = Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\'));
  if (cut < 0) {
    return { folder: '', name: trimmed };
  }
  return {
    folder: cut === 0 ? trimmed.slice(0, 1) : trimmed.slice(0, cut),
    name: trimmed.slice(cut + 1),
  };
}
