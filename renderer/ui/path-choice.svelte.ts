import { joinPath, splitPath, type FolderListing, type PathKind } from './listing.ts';

interface Question {
  readonly kind: PathKind;
  /** Such as `.json`: only these files are shown; undefined for all. */
  readonly endings: readonly string[] | undefined;
  /** Rejects with a sentence. */
  readonly list: (path: string | null) => Promise<FolderListing>;
}

/** Which folder is looked into and what in it is chosen. */
export class PathChoice {
  /** Null until the first folder was read. */
  listing = $state.raw<FolderListing | null>(null);
  typed = $state('');
  /** What a new file or folder is to be called. */
  newName = $state('');
  selected = $state<string | null>(null);
  /** Why a folder could not be read. */
  fault = $state<string | null>(null);

  readonly #question: Question;
  #asked = 0;

  /** Folders, and the files that fit. */
  shown = $derived.by(() => {
    const wantsFiles = this.#question.kind === 'file';
    return (this.listing?.entries ?? []).filter(
      ({ kind, name }) => kind === 'folder' || (wantsFiles && this.#fits(name)),
    );
  });

  /** The path as it stands; null while there is nothing to choose. */
  choice = $derived.by((): string | null => {
    if (this.listing === null) {
      return null;
    }
    const { path } = this.listing;
    switch (this.#question.kind) {
      case 'folder':
        return path;
      case 'file':
        return this.selected === null ? null : joinPath(path, this.selected);
      case 'new-file':
      case 'new-folder':
        return this.newName.trim() === '' ? null : joinPath(path, this.newName.trim());
    }
  });

  constructor(question: Question) {
    this.#question = question;
  }

  /** Begins where a path lies that was there before; null for the person's home. */
  async begin(start: string | null): Promise<void> {
    if (start === null || this.#question.kind === 'folder') {
      await this.go(start);
      return;
    }
    const { folder, name } = splitPath(start);
    this.newName = name;
    await this.go(folder);
    if (this.#question.kind === 'file' && this.shown.some((entry) => entry.name === name)) {
      this.selected = name;
    }
  }

  async go(path: string | null): Promise<void> {
    const typedBefore = this.typed;
    const asked = ++this.#asked;
    try {
      const listing = await this.#question.list(path);
      // A slow answer must not lead away from where the person has gone since.
      if (asked !== this.#asked) return;
      this.listing = listing;
      // What was typed while the folder was read is not taken away.
      if (this.typed === typedBefore) {
        this.typed = listing.path;
      }
      this.fault = null;
      this.selected = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.fault = error instanceof Error ? error.message : String(error);
      if (this.listing === null && path !== null) {
        await this.go(null);
      }
    }
  }

  async enter(name: string): Promise<void> {
    await this.go(joinPath(this.listing?.path ?? '', name));
  }

  async goUp(): Promise<void> {
    const parent = this.listing?.parent ?? null;
    if (parent !== null) {
      await this.go(parent);
    }
  }

  /** A typed path that is meant as the file itself. */
  isFile(path: string): boolean {
    return (
      this.#question.kind === 'file' && this.#question.endings !== undefined && this.#fits(path)
    );
  }

  #fits(name: string): boolean {
    const { endings } = this.#question;
    return endings?.some((ending) => name.toLowerCase().endsWith(ending)) ?? true;
  }
}
