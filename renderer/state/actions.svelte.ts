import { untrack } from 'svelte';
import { chordsFromEvent } from '../keys/chord.ts';
import { firesInText, isFunctionKey, isModal, isTyping, keepsItsKey } from '../keys/targets.ts';
import { actionById, actionTable, type ActionId, type Scope } from '../keys/table.ts';
import type { Navigation } from './navigation.svelte.ts';

/** What an action does. With `release`, it lasts as long as its key is held. */
export interface ActionHandler {
  press(): unknown;
  release?(): void;
  /** Left out: always possible. */
  possible?(): boolean;
}
export type ActionHandlers = Partial<Record<ActionId, ActionHandler | (() => unknown)>>;

/** Where no view takes it, the browser would offer to save the page. */
const saveChord = 'Ctrl+S';

/**
 * Actions by name. The table says which exist and their keys; views say what they do.
 * Buttons, keys, the palette and the key list all go through here, so that they never differ.
 */
export class Actions {
  readonly #navigation: Navigation;
  #handlers = $state.raw<ReadonlyMap<ActionId, ActionHandler>>(new Map());
  /** Actions whose key is held at this moment, by the physical key. */
  readonly #held = new Map<string, ActionHandler>();

  constructor(navigation: Navigation) {
    this.#navigation = navigation;
  }

  /** Call in an `$effect` and return its answer: `$effect(() => app.actions.handle({...}))`. */
  handle(handlers: ActionHandlers): () => void {
    const added = Object.entries(handlers).map(
      ([id, handler]) =>
        [id as ActionId, typeof handler === 'function' ? { press: handler } : handler] as const,
    );
    // Untracked: an effect that hands in handlers must not run again because of them.
    this.#handlers = new Map([...untrack(() => this.#handlers), ...added]);
    return () => {
      const left = new Map(untrack(() => this.#handlers));
      for (const [id, handler] of added) {
        if (left.get(id) === handler) {
          left.delete(id);
        }
      }
      this.#handlers = left;
    };
  }

  possible(id: ActionId): boolean {
    const handler = this.#handlers.get(id);
    return handler !== undefined && (handler.possible?.() ?? true);
  }

  /** Possible, and of the view in front or of no view. */
  possibleHere(id: ActionId): boolean {
    return this.#inScope(actionById(id).scope) && this.possible(id);
  }

  /** For a menu, which knows no release: what lasts as long as a key is held lasts until it is chosen again. */
  toggle(id: ActionId): void {
    const held = this.#held.get(id);
    const handler = this.#handlers.get(id);
    if (held !== undefined) {
      held.release?.();
      this.#held.delete(id);
    } else if (handler !== undefined && this.possible(id)) {
      if (handler.release !== undefined) this.#held.set(id, handler);
      handler.press();
    }
  }

  run(id: ActionId): void {
    if (this.possible(id)) {
      this.#handlers.get(id)?.press();
    }
  }

  /** Actions of this scope that can be done now. */
  available(): readonly ActionId[] {
    return actionTable
      .filter(({ id, scope }) => this.#inScope(scope) && this.possible(id))
      .map(({ id }) => id);
  }

  keyDown(event: KeyboardEvent): void {
    const chords = chordsFromEvent(event);
    if (chords === null || event.defaultPrevented) {
      return;
    }
    if (isModal()) {
      // The dialog has the keyboard; a key must still not reload the page, save it or open the browser's help.
      if (chords.some((chord) => isFunctionKey(chord) || chord === saveChord)) {
        event.preventDefault();
      }
    } else if (chords.some((chord) => this.#do(chord, event))) {
      event.preventDefault();
    } else if (chords.includes(saveChord)) {
      event.preventDefault();
      this.run('saved.tell');
    }
  }

  /** Answers whether the key means something here and now. */
  #do(chord: string, event: KeyboardEvent): boolean {
    const isForText = isTyping(event.target) && !firesInText(chord);
    if (isForText || keepsItsKey(event.target, chord)) {
      return false;
    }
    const action = actionTable.find(
      ({ id, scope, keys }) => keys.includes(chord) && this.#inScope(scope) && this.possible(id),
    );
    const handler = action === undefined ? undefined : this.#handlers.get(action.id);
    if (handler === undefined) {
      return false;
    }
    const isHeldOn = event.repeat && handler.release !== undefined;
    if (!isHeldOn) {
      if (handler.release !== undefined) this.#held.set(event.code, handler);
      handler.press();
    }
    return true;
  }

  keyUp(event: KeyboardEvent): void {
    this.#held.get(event.code)?.release?.();
    this.#held.delete(event.code);
  }

  /** The window lost the keyboard: nothing can be held any longer. */
  releaseAll(): void {
    for (const handler of this.#held.values()) {
      handler.release?.();
    }
    this.#held.clear();
  }

  #inScope(scope: Scope): boolean {
    return scope === 'anywhere' || scope === this.#navigation.view;
  }
}
