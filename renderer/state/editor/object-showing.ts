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

  show(id: number, change: Partial<Shown>): void {
    void this.#change(({ id: each }) => each === id, change);
  }

  /** What is hidden cannot be painted on, so the object itself is shown. */
  hideOthers(id: number): void {
    void this.#change((object) => object.id !== id && object.visible, { visible: false });
    void this.#change((object) => object.id === id && !object.visible, { visible: true });
  }

  lockOthers(id: number): void {
    void this.#change((object) => object.id !== id && !object.locked, { locked: true });
    void this.#change((object) => object.id === id && object.locked, { locked: false });
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
