import type { Gesture } from '../../../app/domain/gesture.ts';

/** What is to be written to a picture. */
export type Write =
  | { readonly kind: 'gesture'; readonly gesture: Gesture }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | {
      readonly kind: 'accept';
      readonly run: string;
      readonly threshold: number;
      readonly categories?: readonly number[];
    };

/** A write that the studio has not yet acknowledged. */
export interface Pending {
  readonly key: string;
  readonly image: number;
  /** The revision it is based on, once the writes before it are made. */
  readonly revision: number;
  readonly write: Write;
}

const prefix = 'maskwright.outbox';

/**
 * Keeps unacknowledged writes where they outlive the page, so that a crash between pen-up and acknowledgement loses
 * nothing. `localStorage` is written before the call returns, which no other storage of a page promises.
 */
export class Outbox {
  readonly #storage: Storage;
  readonly #project: string;
  readonly #tab: string;
  #next = 0;

  /** `tab` tells this page's writes from those of other pages that are still alive. */
  constructor({ storage, project, tab }: { storage: Storage; project: string; tab: string }) {
    this.#storage = storage;
    this.#project = project;
    this.#tab = tab;
  }

  /** A write with its place in the order; it is kept when `keep` says so. */
  address(image: number, revision: number, write: Write): Pending {
    const order = `${String(Date.now())}-${String(this.#next++).padStart(6, '0')}`;
    const key = [prefix, this.#project, this.#tab, order].join('|');
    return { key, image, revision, write };
  }

  keep(pending: Pending): void {
    try {
      this.#storage.setItem(pending.key, JSON.stringify(pending));
    } catch {
      // The storage is full or forbidden: the write still goes out, it only would not outlive a crash.
    }
  }

  drop({ key }: Pending): void {
    this.#storage.removeItem(key);
  }

  /** What pages that are gone have left of this project, oldest first. */
  leftBehind(isAlive: (tab: string) => boolean): readonly Pending[] {
    const keys = Array.from({ length: this.#storage.length }, (_, index) =>
      this.#storage.key(index),
    );
    return keys
      .filter((key) => key !== null)
      .filter((key) => {
        const [start, project, tab = ''] = key.split('|');
        return start === prefix && project === this.#project && !isAlive(tab);
      })
      .sort((a, b) => orderOf(a).localeCompare(orderOf(b)))
      .flatMap((key) => this.#read(key));
  }

  #read(key: string): readonly Pending[] {
    try {
      return [JSON.parse(this.#storage.getItem(key) ?? '') as Pending];
    } catch {
      this.#storage.removeItem(key);
      return [];
    }
  }
}

function orderOf(key: string): string {
  return key.split('|')[3] ?? '';
}

const lockPrefix = 'maskwright.tab.';

let ownName: string | null = null;

/**
 * Names this page, once, and holds the name as long as the page lives; other pages see by it which ones are gone.
 * `others` are those that are alive now.
 */
export async function nameThisTab(): Promise<{ name: string; others: ReadonlySet<string> }> {
  if (ownName === null) {
    ownName = crypto.randomUUID();
    // Never resolved: the browser lets go of the lock when the page goes.
    void navigator.locks.request(lockPrefix + ownName, () => new Promise<never>(() => undefined));
  }
  const name = ownName;
  const { held = [] } = await navigator.locks.query();
  const others = held
    .map((lock) => lock.name ?? '')
    .filter((lock) => lock.startsWith(lockPrefix))
    .map((lock) => lock.slice(lockPrefix.length))
    .filter((other) => other !== name);
  return { name, others: new Set(others) };
}
