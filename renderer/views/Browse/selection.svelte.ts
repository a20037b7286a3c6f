/** How a click or an arrow key changes the selection. */
export interface Reach {
  /** Shift: everything from the anchor to here. */
  readonly extend: boolean;
  /** Ctrl: this one in or out, the others stay. */
  readonly toggle: boolean;
}

/** Which pictures are selected, by id, and which cell has the keyboard, by index. */
export class Selection {
  ids = $state.raw<ReadonlySet<number>>(new Set());
  /** The cell that arrow keys move from. */
  focus = $state(0);
  #anchor = 0;

  has(id: number): boolean {
    return this.ids.has(id);
  }

  get size(): number {
    return this.ids.size;
  }

  /** The only one selected; null when none or several are. */
  get single(): number | null {
    const [first] = this.ids;
    return this.ids.size === 1 && first !== undefined ? first : null;
  }

  async pick(
    index: number,
    id: number,
    reach: Reach,
    idsInOrder: () => Promise<readonly number[]>,
  ): Promise<void> {
    this.focus = index;
    if (reach.extend) {
      const anchor = this.#anchor;
      const ids = await idsInOrder();
      const range = ids.slice(Math.min(anchor, index), Math.max(anchor, index) + 1);
      this.ids = reach.toggle ? new Set([...this.ids, ...range]) : new Set(range);
      return;
    }
    this.#anchor = index;
    if (!reach.toggle) {
      this.ids = new Set([id]);
      return;
    }
    const next = new Set(this.ids);
    if (!next.delete(id)) {
      next.add(id);
    }
    this.ids = next;
  }

  all(ids: readonly number[]): void {
    this.ids = new Set(ids);
  }

  none(): void {
    this.ids = new Set();
  }

  /** Another filter: the keyboard starts at the top, and nothing that may be out of sight stays selected. */
  reset(): void {
    this.focus = 0;
    this.#anchor = 0;
    this.none();
  }
}
