import { givenKeys } from '../keys/given.ts';
import {
  keyboardFrom,
  keysOn,
  proposalFor,
  withKey,
  withoutKey,
  withReset,
  type Keyboard,
  type KeyChange,
  type Proposal,
} from '../keys/keyboard.ts';
import type { PresetName } from '../keys/presets.ts';
import { actionTable, type ActionId } from '../keys/table.ts';
import { keep, kept } from './kept.ts';

const name = 'maskwright_keys';
/** By view, since one cookie would be too small for a keyboard that is changed throughout. */
const scopes = [...new Set(actionTable.map(({ scope }) => scope))];

/** The keyboard of this person's window; kept by the browser, not by the project. */
export class Keymap {
  #keyboard = $state.raw<Keyboard>({ preset: 'maskwright', changed: {} });
  readonly preset = $derived(this.#keyboard.preset);
  readonly isChanged = $derived(Object.keys(this.#keyboard.changed).length > 0);

  constructor() {
    const rows = scopes.map((scope) => kept(`${name}_${scope}`) ?? {});
    this.#keyboard = keyboardFrom(kept(name), Object.assign({}, ...rows));
    this.#apply();
  }

  isChangedFor(id: ActionId): boolean {
    return this.#keyboard.changed[id] !== undefined;
  }

  propose(change: KeyChange): Proposal {
    return proposalFor(this.#keyboard, change);
  }

  assign(change: KeyChange): void {
    this.#set(withKey(this.#keyboard, change));
  }

  remove(id: ActionId, chord: string): void {
    this.#set(withoutKey(this.#keyboard, id, chord));
  }

  reset(id: ActionId): void {
    this.#set(withReset(this.#keyboard, id));
  }

  resetAll(): void {
    this.choose(this.preset);
  }

  /** Another preset; what was changed by hand goes with the old one. */
  choose(preset: PresetName): void {
    this.#set({ preset, changed: {} });
  }

  /** What brings back the keyboard of now. */
  remembered(): () => void {
    const keyboard = this.#keyboard;
    return () => this.#set(keyboard);
  }

  #set(keyboard: Keyboard): void {
    this.#keyboard = keyboard;
    this.#apply();
    keep(name, keyboard.preset);
    for (const scope of scopes) {
      const rows = actionTable
        .filter((action) => action.scope === scope && this.isChangedFor(action.id))
        .map(({ id }) => [id, keyboard.changed[id]] as const);
      const place = `${name}_${scope}`;
      if (rows.length > 0 || kept(place) !== null) {
        keep(place, Object.fromEntries(rows));
      }
    }
  }

  #apply(): void {
    const keys = keysOn(this.#keyboard);
    for (const { id, ownKeys } of actionTable) {
      const present = keys.get(id) ?? ownKeys;
      if (present.join(' ') === ownKeys.join(' ')) {
        givenKeys.delete(id);
      } else {
        givenKeys.set(id, present);
      }
    }
  }
}
