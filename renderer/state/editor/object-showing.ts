import type { Client } from '../../../app/contract/client.ts';
import type { Drawing } from '../../canvas/drawing/drawing.ts';
import type { DrawnObject, Shown } from '../../canvas/drawing/drawn-object.ts';
import type { Notices } from '../notices.svelte.ts';
import type { Session } from '../session.svelte.ts';
import type { Saving } from './saving.svelte.ts';

interface Parts {
  readonly client: Client;
  readonly session: Session;
  readonly notices: Notices;
  readonly saving: Saving;
  /** What is painted next may be another. */
  changed(): void;
  open(): { readonly image: number; readonly drawing: Drawing } | null;
}

/** How objects are shown and whether they can be painted: kept by the project, and no part of the history. */
export class ObjectShowing {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  show(ids: readonly number[], change: Partial<Shown>): void {
    void this.#change(({ id }) => ids.includes(id), change);
  }

  /** What is hidden cannot be painted on, so the objects themselves are shown. */
  hideOthers(ids: readonly number[]): void {
    void this.#change(({ id, visible }) => !ids.includes(id) && visible, { visible: false });
    void this.#change(({ id, visible }) => ids.includes(id) && !visible, { visible: true });
  }

  lockOthers(ids: readonly number[]): void {
    void this.#change(({ id, locked }) => !ids.includes(id) && !locked, { locked: true });
    void this.#change(({ id, locked }) => ids.includes(id) && locked, { locked: false });
  }

  showAll(): void {
    void this.#change(({ visible }) => !visible, { visible: true });
  }

  unlockAll(): void {
    void this.#change(({ locked }) => locked, { locked: false });
  }

  async #change(isMeant: (object: DrawnObject) => boolean, change: Partial<Shown>): Promise<void> {
    const { client, session, notices, saving } = this.#parts;
    const open = this.#parts.open();
    const ids = open?.drawing.objects.filter(isMeant).map(({ id }) => id) ?? [];
    if (open === null || ids.length === 0) {
      return;
    }
    open.drawing.show(ids, change);
    this.#parts.changed();
    if (session.readOnly) {
      return;
    }
    await notices.attempt(async () => {
      // An object that was painted just now must be there first.
      await saving.drained(open.image);
      await client.call('annotation.show', { annotations: ids, ...change });
    });
  }
}
