/**
 * A key with its modifiers as the table writes it: `Ctrl+Shift+Z`, `Alt+1`, `[`, `?`, `ArrowLeft`, `Space`.
 * On a Mac the Command key counts as Ctrl. Shift is named with letters, digits and named keys, not with
 * characters that need it anyway. Null for a modifier alone.
 */
export function chordFromEvent(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) {
    return null;
  }
  const key = nameOfKey(event);
  const showsShift = key.length > 1 || /[A-Z0-9]/.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey && showsShift ? 'Shift+' : '',
    key,
  ].join('');
}

/**
 * The names under which a key may stand in the table, the one to look for first: Shift with a digit is known by the
 * key, the same on every keyboard, and by what it types there.
 */
export function chordsFromEvent(
  event: Parameters<typeof chordFromEvent>[0],
): readonly [string, ...string[]] | null {
  const typed = chordFromEvent(event);
  if (typed === null) {
    return null;
  }
  const { code, ctrlKey, metaKey, altKey, shiftKey } = event;
  const digit = shiftKey ? /^Digit(.)$/.exec(code)?.[1] : undefined;
  if (digit === undefined) {
    return [typed];
  }
  const physical = chordFromEvent({ key: digit, code, ctrlKey, metaKey, altKey, shiftKey });
  return physical === null || physical === typed ? [typed] : [physical, typed];
}

function nameOfKey({ key, code, altKey }: Pick<KeyboardEvent, 'key' | 'code' | 'altKey'>): string {
  if (key === ' ') {
    return 'Space';
  }
  // Alt and Shift change what a digit or letter key types on many layouts; the key itself is meant.
  const physical = /^(?:Digit|Key)(.)$/.exec(code)?.[1];
  if (physical !== undefined && altKey) {
    return physical;
  }
  return key.length === 1 ? key.toUpperCase() : key;
}

/** How a chord is shown to a person. */
export function chordText(chord: string): string {
  return chord
    .split(/\+(?=.)/)
    .map((part) => shownNames[part] ?? part)
    .join(' ');
}

const shownNames: Readonly<Record<string, string>> = {
  ArrowLeft: '\u2190',
  ArrowRight: '\u2192',
  ArrowUp: '\u2191',
  ArrowDown: '\u2193',
  Escape: 'Esc',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};
