const names: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  '+': 'Plus',
};
const known =
  /^([A-Z0-9]|F\d{1,2}|Left|Right|Up|Down|Plus|Space|Tab|Backspace|Delete|Enter|Escape|Home|End|PageUp|PageDown|[[\]{}=?/,.;'\\-])$/;

/**
 * A chord of the key table as Electron writes it; null for one it cannot show. On a Mac a menu's key is always taken
 * by the menu, so that a bare letter there would never reach a text field: those are left out.
 */
export function acceleratorOf(chord: string, platform: string): string | null {
  const parts = chord.split(/\+(?=.)/);
  const key = parts.pop() ?? '';
  const modifiers = parts.map((part) => (part === 'Ctrl' ? 'CmdOrCtrl' : part));
  const name = names[key] ?? key;
  const isBare = !modifiers.some((modifier) => modifier !== 'Shift') && !/^F\d/.test(name);
  if (!known.test(name) || (platform === 'darwin' && isBare)) {
    return null;
  }
  return [...modifiers, name].join('+');
}
