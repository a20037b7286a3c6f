import { invertChanges, type Change } from '../../../app/domain/gesture.ts';

/**
 * The gestures of the open picture that this window knows, so that undo and redo show at once. What is older only
 * the studio knows: `older` and `newer` say whether there is any.
 */
export class LocalHistory {
  #done: (readonly Change[])[] = [];
  #undone: (readonly Change[])[] = [];
  #older: boolean;
  #newer: boolean;

  constructor({ canUndo, canRedo }: { readonly canUndo: boolean; readonly canRedo: boolean }) {
    this.#older = canUndo;
    this.#newer = canRedo;
  }

  get canUndo(): boolean {
    return this.#done.length > 0 || this.#older;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0 || this.#newer;
  }

  add(changes: readonly Change[]): void {
    this.#done.push(changes);
    this.#undone = [];
    this.#newer = false;
  }

  /** The changes that take the last gesture back; null when only the studio knows them. */
  undo(): readonly Change[] | null {
    const changes = this.#done.pop();
    if (changes === undefined) {
      return null;
    }
    this.#undone.push(changes);
    return invertChanges(changes);
  }

  redo(): readonly Change[] | null {
    const changes = this.#undone.pop();
    if (changes === undefined) {
      return null;
    }
    this.#done.push(changes);
    return changes;
  }

  /** The studio took back a gesture that this window did not know, by these changes. */
  undidOlder(changes: readonly Change[], hasMore: boolean): void {
    this.#undone.push(invertChanges(changes));
    this.#older = hasMore;
  }

  redidNewer(changes: readonly Change[], hasMore: boolean): void {
    this.#done.push(changes);
    this.#newer = hasMore;
  }
}
