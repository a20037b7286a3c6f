import { invertChanges, type Change } from '../../../app/domain/gesture.ts';

/**
 * What the gestures kept here may take, those taken back among them, in characters of JSON (two bytes each at most, so
 * 64 MB). A stroke on 12 megapixels is a few thousand: that is many times 500 of them. What lies further off than that,
 * back or forth, is left to the studio.
 */
const budgetCharacters = 2 ** 25;

interface Kept {
  readonly changes: readonly Change[];
  readonly size: number;
}

/**
 * The gestures of the open picture that this window knows, so that undo and redo show at once. What is older only
 * the studio knows: `older` and `newer` say whether there is any.
 */
export class LocalHistory {
  #done: Kept[] = [];
  #undone: Kept[] = [];
  /** Of both together. */
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
    for (const { size } of this.#undone) this.#size -= size;
    this.#undone = [];
    this.#newer = false;
    this.#keep(this.#done, changes);
  }

  /** The changes that take the last gesture back; null when only the studio knows them. */
  undo(): readonly Change[] | null {
    const kept = this.#done.pop();
    if (kept === undefined) {
      return null;
    }
    this.#undone.push(kept);
    return invertChanges(kept.changes);
  }

  redo(): readonly Change[] | null {
    const kept = this.#undone.pop();
    if (kept === undefined) {
      return null;
    }
    this.#done.push(kept);
    return kept.changes;
  }

  /** The studio took back a gesture that this window did not know, by these changes. */
  undidOlder(changes: readonly Change[], hasMore: boolean): void {
    this.#older = hasMore;
    this.#keep(this.#undone, invertChanges(changes));
  }

  redidNewer(changes: readonly Change[], hasMore: boolean): void {
    this.#newer = hasMore;
    this.#keep(this.#done, changes);
  }

  /** The gesture itself stays whatever its size; others go from the end that is further off. */
  #keep(list: Kept[], changes: readonly Change[]): void {
    const size = JSON.stringify(changes).length;
    list.push({ changes, size });
    this.#size += size;
    while (this.#size > this.#budget && this.#done.length + this.#undone.length > 1) {
      const isFarForth = this.#undone.length > this.#done.length;
      const dropped = isFarForth ? this.#undone.shift() : this.#done.shift();
      this.#size -= dropped?.size ?? 0;
      if (isFarForth) this.#newer = true;
      else this.#older = true;
    }
  }
}
