import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { throttled } from '../throttled.ts';
import { LocalHistory } from './local-history.ts';

export type HistoryEntry = Result<'history.list'>['gestures'][number];

const refetchMs = 300;

/** What was done in the picture at hand, here and in earlier sittings. */
export class EditHistory {
  canUndo = $state(false);
  canRedo = $state(false);
  /** Oldest first. */
  entries = $state.raw<readonly HistoryEntry[]>([]);

  readonly #client: Client;
  #local = new LocalHistory({ canUndo: false, canRedo: false });
  #image: number | null = null;

  constructor(client: Client) {
    this.#client = client;
  }

  open(image: number, known: { readonly canUndo: boolean; readonly canRedo: boolean }): void {
    if (image !== this.#image) {
      this.entries = [];
    }
    this.#image = image;
    this.#local = new LocalHistory(known);
    this.#follow();
    this.refetch();
  }

  add(changes: readonly Change[]): void {
    this.#local.add(changes);
    this.#follow();
  }

  /** The changes that go one gesture back or forth; null when only the studio knows them. */
  step(direction: 'undo' | 'redo'): readonly Change[] | null {
    const changes = direction === 'undo' ? this.#local.undo() : this.#local.redo();
    this.#follow();
    return changes;
  }

  /** What the next step that way will change; null when only the studio knows. */
  next(direction: 'undo' | 'redo'): readonly Change[] | null {
    return this.#local.next(direction);
  }

  /** The studio has gone a step of which it alone knew. */
  stepped(
    direction: 'undo' | 'redo',
    changes: readonly Change[],
    left: { readonly canUndo: boolean; readonly canRedo: boolean },
  ): void {
    if (direction === 'undo') {
      this.#local.undidOlder(changes, left.canUndo);
    } else {
      this.#local.redidNewer(changes, left.canRedo);
    }
    this.#follow();
  }

  /** As the studio has it now. */
  async latest(image: number): Promise<readonly HistoryEntry[]> {
    return (await this.#client.call('history.list', { image })).gestures;
  }

  /** The list follows at a distance: it is for reading. */
  readonly refetch = throttled(async () => {
    const image = this.#image;
    if (image === null) {
      return;
    }
    try {
      const entries = await this.latest(image);
      if (this.#image === image) this.entries = keptEntries(this.entries, entries);
    } catch {
      // The studio is away; the list is fetched again with the next gesture.
    }
  }, refetchMs);

  #follow(): void {
    this.canUndo = this.#local.canUndo;
    this.canRedo = this.#local.canRedo;
  }
}

/** Those that are as they were stay the same objects: only rows of others are drawn anew. */
function keptEntries(
  before: readonly HistoryEntry[],
  now: readonly HistoryEntry[],
): readonly HistoryEntry[] {
  const known = new Map(before.map((entry) => [entry.id, entry]));
  return now.map((entry) => {
    const old = known.get(entry.id);
    const isSame = old?.undone === entry.undone && old.label === entry.label && old.at === entry.at;
    return isSame ? old : entry;
  });
}
