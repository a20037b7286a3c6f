/** A field into which letters go. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'range', 'color', 'file'].includes(target.type);
  }
  return target.isContentEditable || target.matches('textarea, select');
}

/** In a text field only function keys and what holds Ctrl or Alt may fire, and not the field's own editing keys. */
export function firesInText(chord: string): boolean {
  const letters = /^Ctrl\+(Shift\+Z|[ACDFVXYZ])$/;
  const moves = /^(Ctrl|Alt)\+(Shift\+)?(Arrow\w+|Home|End|Backspace|Delete)$/;
  const edits = letters.test(chord) || moves.test(chord);
  return isFunctionKey(chord) || (/^(Ctrl|Alt)\+/.test(chord) && !edits);
}

export function isFunctionKey(chord: string): boolean {
  return /^F\d+$/.test(chord);
}

/** A focused control goes first: Enter and Space press a button, arrows move a slider or a list. */
export function keepsItsKey(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  const pressed = chord === 'Enter' || chord === 'Space';
  if (pressed && target.closest('button, a[href], summary, [role="menuitem"]') !== null) {
    return true;
  }
  if (chord === 'Space' && target.matches('input')) {
    return true;
  }
  const moves = /^(Shift\+)?(Arrow|Home|End|Page)/.test(chord);
  return (
    moves &&
    target.closest(
      'input[type="range"], [role="menu"], [role="tablist"], [role="slider"], [role="radiogroup"]',
    ) !== null
  );
}

/** An open dialog owns the keyboard. */
export function isModal(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
