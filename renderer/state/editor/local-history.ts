import { invertChanges, type Change } from '../../../app/domain/gesture.ts';

/**
 * What the gestures kept here may take, those taken back among them, in characters of JSON (two bytes each at most, so
 * 64 MB). A stroke on 12 megapixels is a few thousand: that is many times 500 of them. What lies further off than that,
 * back or forth, is left to the studio.
 */
const budgetCharacters = 2 ** 25;

interface Kept {
  readonly changes: readonly Change[];
  /** Counted at the next act: what the newest looks like is to be shown first. */
  size: number;
}

/**
 * The gestures of the open picture that this window knows, so that undo and redo show at once. What is older only
 * the studio knows: `older` and `newer` say whether there is any.
 */
export class LocalHistory {
  #done: Kept[] = [];
  #undone: Kept[] = [];
  /** Of both together, the newest left out. */
  #size = 0;
  #newest: Kept | null = null;
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
    this.#weigh();
    for (const { size } of this.#undone) this.#size -= size;
    this.#undone = [];
    this.#newer = false;
    this.#keep(this.#done, changes);
  }

  /** What `undo` or `redo` would answer, which is not done by asking. */
  next(direction: 'undo' | 'redo'): readonly Change[] | null {
    const kept = direction === 'undo' ? this.#done.at(-1) : this.#undone.at(-1);
    if (kept === undefined) {
      return null;
    }
    return direction === 'undo' ? invertChanges(kept.changes) : kept.changes;
  }

  /** The changes that take the last gesture back; null when only the studio knows them. */
  undo(): readonly Change[] | null {
    this.#weigh();
    const kept = this.#done.pop();
    if (kept === undefined) {
      return null;
    }
    this.#undone.push(kept);
    return invertChanges(kept.changes);
  }

  redo(): readonly Change[] | null {
    this.#weigh();
    const kept = this.#undone.pop();
    if (kept === undefined) {
      return null;
    }
    this.#done.push(kept);
    return kept.changes;
  }

  /** The studio took back a gesture that this window did not know, by these changes. */
  undidOlder(changes: readonly Change[], hasMore: boolean): void {
    this.#weigh();
    this.#older = hasMore;
    this.#keep(this.#undone, invertChanges(changes));
  }

  redidNewer(changes: readonly Change[], hasMore: boolean): void {
    this.#weigh();
    this.#newer = hasMore;
    this.#keep(this.#done, changes);
  }

  #keep(list: Kept[], changes: readonly Change[]): void {
    this.#newest = { changes, size: 0 };
    list.push(this.#newest);
  }

  /** Weighs the newest. It stays whatever its size; others go from the end that is further off. */
  #weigh(): void {
    if (this.#newest === null) return;
    this.#newest.size = JSON.stringify(this.#newest.changes).length;
    this.#size += this.#newest.size;
    this.#newest = null;
    while (this.#size > this.#budget && this.#done.length + this.#undone.length > 1) {
      const isFarForth = this.#undone.length > this.#done.length;
      const dropped = isFarForth ? this.#undone.shift() : this.#done.shift();
      this.#size -= dropped?.size ?? 0;
      if (isFarForth) this.#newer = true;
      else this.#older = true;
    }
  }
}
