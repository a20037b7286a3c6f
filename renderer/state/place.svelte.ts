import type { Client } from '../../app/contract/client.ts';
import type { Place } from '../../app/contract/place.ts';
import type { Editor } from './editor.svelte.ts';
import type { Library } from './library.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Session } from './session.svelte.ts';

interface Parts {
  readonly client: Client;
  readonly navigation: Navigation;
  readonly library: Library;
  readonly editor: Editor;
  readonly session: Session;
}

/** While the person moves on, nothing is written: the place is kept where they rest. */
const restMs = 250;

/**
 * Where the person is in the project. The studio keeps it, so that a page that is loaded again, comes back after a
 * crash or is opened at another port goes on there. What views know alone is handed in and out by fields.
 */
export class PlaceKeeper {
  /** The project whose place is taken up: views wait for it, so that none is drawn twice. */
  folder = $state<string | null>(null);
  look = $state.raw<Place['look']>(null);
  top = $state(0);
  focus = $state(0);
  run = $state<string | null>(null);
  judged = $state.raw<Place['judged']>(null);

  readonly #parts: Parts;
  readonly #now = $derived.by((): Place => {
    const { navigation, library, editor } = this.#parts;
    const { tool, brushSizePx, brushShape, category } = editor.hand;
    return {
      view: navigation.view,
      picture: navigation.picture,
      look: this.look,
      hand: { tool, brushSizePx, brushShape, category },
      filter: library.filter,
      order: library.order,
      top: this.top,
      focus: this.focus,
      run: this.run,
      judged: this.judged,
    };
  });
  /** As text, so that what is the same again is no change. */
  readonly #text = $derived(JSON.stringify(this.#now));
  #kept = '';
  #pending: { readonly folder: string; readonly text: string } | null = null;
  /** Grows with each project: a slow answer for another one is dropped. */
  #asked = 0;
  /** The class at hand in the picture that was left; one that shows a single other class would change it. */
  #leftWith: { readonly picture: number | null; readonly category: number } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Nothing of the last project is taken along. */
  leave(): void {
    void this.flush();
    this.#asked += 1;
    this.#leftWith = null;
    this.folder = null;
    this.look = null;
    this.top = 0;
    this.focus = 0;
    this.run = null;
    this.judged = null;
  }

  /** Takes up the place in a project; without one, or when it cannot be had, the first look stays. */
  async enter(folder: string): Promise<void> {
    const asked = this.#asked;
    const { client, session } = this.#parts;
    const [answer] = await Promise.all([
      client.call('place.get', { folder }).catch(() => ({ place: null })),
      // Which classes there are decides which one can be at hand.
      session.refreshCategories().catch(() => undefined),
    ]);
    const { place } = answer;
    const isThere = place === null || (await this.#hasPicture(place.picture));
    if (asked !== this.#asked) {
      return;
    }
    const isAtStart = this.#parts.navigation.isAtStart;
    if (place !== null) {
      this.#resume(isThere ? place : { ...place, picture: null, look: null });
    }
    // Who has gone somewhere while this was asked for stays there, and that is kept nowhere yet.
    this.#kept = isAtStart ? this.#text : '';
    this.folder = folder;
  }

  /** Call in an `$effect` and return its answer. */
  follow(): () => void {
    const text = this.#text;
    if (this.folder === null || text === this.#kept) {
      return () => undefined;
    }
    this.#pending = { folder: this.folder, text };
    const timer = setTimeout(() => void this.flush(), restMs);
    return () => clearTimeout(timer);
  }

  /** Keeps at once what would be kept at rest: the page is about to go. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) {
      await this.#keep(pending.folder, pending.text);
    }
  }

  /** The picture is open: the first time it is that of the place, the class at hand is what it was. */
  opened(image: number): void {
    const left = this.#leftWith;
    this.#leftWith = null;
    const { editor, session } = this.#parts;
    if (left?.picture === image && session.category(left.category) !== undefined) {
      editor.bench.setCategory(left.category);
    }
  }

  async #keep(folder: string, text: string): Promise<void> {
    try {
      await this.#parts.client.call('place.keep', { folder, place: JSON.parse(text) as Place });
      this.#kept = text;
    } catch {
      // The studio is away: the next rest is kept when it is back.
    }
  }

  async #hasPicture(image: number | null): Promise<boolean> {
    if (image === null) {
      return true;
    }
    try {
      await this.#parts.client.call('image.get', { image });
      return true;
    } catch {
      return false;
    }
  }

  #resume(place: Place): void {
    const { navigation, library, editor } = this.#parts;
    const { bench } = editor;
    library.filter = place.filter;
    library.order = place.order;
    this.look = place.look;
    this.top = place.top;
    this.focus = place.focus;
    this.run = place.run;
    this.judged = place.judged;
    if (place.hand !== null) {
      const { tool, brushSizePx, brushShape, category } = place.hand;
      bench.choose(tool);
      bench.setBrushSize(brushSizePx);
      bench.setBrushShape(brushShape);
      bench.setCategory(category);
      this.#leftWith = category === null ? null : { picture: place.picture, category };
    }
    if (navigation.isAtStart) navigation.resume(place.view, place.picture);
  }
}
