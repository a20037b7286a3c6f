import { presetNames, presets, type GivenKeys, type PresetName } from './presets.ts';
import { reservedFor, type Reserved } from './reserved.ts';
import { actionById, actionTable, type Action, type ActionId, type Scope } from './table.ts';

/** Which keys do what: a preset, and what a person changed over it. */
export interface Keyboard {
  readonly preset: PresetName;
  readonly changed: GivenKeys;
}

/** A key for an action; with `replaced` in place of that one. */
export interface KeyChange {
  readonly id: ActionId;
  readonly chord: string;
  readonly replaced: string | null;
}

/** What giving a key to an action would mean. */
export type Proposal =
  | { readonly kind: 'free' }
  | { readonly kind: 'reserved'; readonly why: Reserved }
  | { readonly kind: 'clash'; readonly others: readonly Action[] };

/** Whether one key could mean both: in the same view, or one of them counts everywhere. */
export function meet(a: Scope, b: Scope): boolean {
  return a === b || a === 'anywhere' || b === 'anywhere';
}

/**
 * The keys of every action: one that is named has what stands there, every other one keeps those of its own keys
 * that are not given away where both could be meant.
 */
export function keysOn({ preset, changed }: Keyboard): ReadonlyMap<ActionId, readonly string[]> {
  const given = { ...presets[preset], ...changed };
  const named = actionTable.filter(({ id }) => given[id] !== undefined);
  return new Map(
    actionTable.map(({ id, scope, ownKeys }) => {
      const taken = named
        .filter((other) => meet(other.scope, scope))
        .flatMap((other) => given[other.id] ?? []);
      return [id, given[id] ?? ownKeys.filter((key) => !taken.includes(key))];
    }),
  );
}

export function proposalFor(keyboard: Keyboard, { id, chord }: KeyChange): Proposal {
  const why = reservedFor(chord);
  if (why !== null) {
    return { kind: 'reserved', why };
  }
  const others = clashes(keyboard, id, chord);
  return others.length === 0 ? { kind: 'free' } : { kind: 'clash', others };
}

/**
 * Gives the key and takes it from whoever had it; the key that it replaces goes to the first of them, where it means
 * nothing else.
 */
export function withKey(keyboard: Keyboard, { id, chord, replaced }: KeyChange): Keyboard {
  const keys = keysOn(keyboard);
  const own = keys.get(id) ?? [];
  const given =
    replaced === null
      ? [...own.filter((key) => key !== chord), chord]
      : own.filter((key) => key !== chord).map((key) => (key === replaced ? chord : key));
  let next: GivenKeys = { ...keyboard.changed, [id]: given };
  for (const other of clashes(keyboard, id, chord)) {
    const left = (keys.get(other.id) ?? []).filter((key) => key !== chord);
    next = { ...next, [other.id]: left };
  }
  const [first] = clashes(keyboard, id, chord);
  const after = { ...keyboard, changed: next };
  if (first === undefined || replaced === null || clashes(after, first.id, replaced).length > 0) {
    return tidied(after);
  }
  const swapped = [replaced, ...(next[first.id] ?? [])];
  return tidied({ ...after, changed: { ...next, [first.id]: swapped } });
}

export function withoutKey(keyboard: Keyboard, id: ActionId, chord: string): Keyboard {
  const left = (keysOn(keyboard).get(id) ?? []).filter((key) => key !== chord);
  return tidied({ ...keyboard, changed: { ...keyboard.changed, [id]: left } });
}

/** What the preset says, as far as nobody else has these keys now. */
export function withReset(keyboard: Keyboard, id: ActionId): Keyboard {
  const planned = keysOn({ ...keyboard, changed: {} }).get(id) ?? [];
  const free = planned.filter((key) => clashes(keyboard, id, key).length === 0);
  return tidied({ ...keyboard, changed: { ...keyboard.changed, [id]: free } });
}

/** Whatever was stored, a whole keyboard comes of it: actions that are no more, and keys that are none, are left out. */
export function keyboardFrom(preset: unknown, changed: unknown): Keyboard {
  const stored = (changed ?? {}) as Readonly<Record<string, unknown>>;
  const rows = actionTable.flatMap(({ id }) => {
    const keys = stored[id];
    return Array.isArray(keys) && keys.every(isChord) ? [[id, keys] as const] : [];
  });
  return tidied({
    preset: presetNames.find((name) => name === preset) ?? 'maskwright',
    changed: Object.fromEntries(rows),
  });
}

/** What else a key means where the action could be meant. */
function clashes(keyboard: Keyboard, id: ActionId, chord: string): readonly Action[] {
  const keys = keysOn(keyboard);
  const { scope } = actionById(id);
  return actionTable.filter(
    (other) =>
      other.id !== id && meet(other.scope, scope) && keys.get(other.id)?.includes(chord) === true,
  );
}

/** Without changes that are none. */
function tidied({ preset, changed }: Keyboard): Keyboard {
  const planned = keysOn({ preset, changed: {} });
  const differing = Object.entries(changed).filter(
    ([id, keys]) => keys.join(' ') !== planned.get(id as ActionId)?.join(' '),
  );
  return { preset, changed: Object.fromEntries(differing) };
}

function isChord(key: unknown): key is string {
  return typeof key === 'string' && key !== '';
}
