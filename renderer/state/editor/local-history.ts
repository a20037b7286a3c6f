import { invertChanges, type Change } from '../../../app/domain/gesture.ts';

/**
 * What the gestures kept here may take, in characters of JSON (two bytes each at most, so 64 MB). A stroke on 12
 * megapixels is a few thousand: that is many times 500 of them. The oldest beyond it are left to the studio.
 */
const budgetCharacters = 2 ** 25;

/**
 * The gestures of the open picture that this window knows, so that undo and redo show at once. What is older only
 * the studio knows: `older` and `newer` say whether there is any.
 */
export class LocalHistory {
  #done: (readonly Change[])[] = [];
  #undone: (readonly Change[])[] = [];
  /** Of `#done`, gesture by gesture. */
  #sizes: number[] = [];
  #size = 0;
  #older: boolean;
  #newer: boolean;

  readonly #budget: number;

  constructor(
    { canUndo, canRedo }: { readonly canUndo: boolean; readonly canRedo: boolean },
    budget = budgetCharacters,
  ) {
    this.#budget = budget;
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
    this.#keep(changes);
    this.#undone = [];
    this.#newer = false;
  }

  /** The changes that take the last gesture back; null when only the studio knows them. */
  undo(): readonly Change[] | null {
    const changes = this.#done.pop();
    if (changes === undefined) {
      return null;
    }
    this.#size -= this.#sizes.pop() ?? 0;
    this.#undone.push(changes);
    return invertChanges(changes);
  }

  redo(): readonly Change[] | null {
    const changes = this.#undone.pop();
    if (changes === undefined) {
      return null;
    }
    this.#keep(changes);
    return changes;
  }

  /** The studio took back a gesture that this window did not know, by these changes. */
  undidOlder(changes: readonly Change[], hasMore: boolean): void {
    this.#undone.push(invertChanges(changes));
    this.#older = hasMore;
  }

  redidNewer(changes: readonly Change[], hasMore: boolean): void {
    this.#keep(changes);
    this.#newer = hasMore;
  }

  /** The newest gesture stays whatever its size. */
  #keep(changes: readonly Change[]): void {
    const size = JSON.stringify(changes).length;
    this.#done.push(changes);
    this.#sizes.push(size);
    this.#size += size;
    while (this.#size > this.#budget && this.#done.length > 1) {
      this.#done.shift();
      this.#size -= this.#sizes.shift() ?? 0;
      this.#older = true;
    }
  }
}
