/** Why a key cannot be given to an action. */
export type Reserved = 'escape' | 'focus' | 'window';

/** Tab moves the focus for everybody who has no mouse. */
const focusKeys = ['Tab', 'Shift+Tab'];

/** Closing, quitting, tabs and full screen belong to the system and to browsers; a page is not told of most of them. */
const windowKeys = [
  'Ctrl+W',
  'Ctrl+Shift+W',
  'Ctrl+Q',
  'Ctrl+Tab',
  'Ctrl+Shift+Tab',
  'Alt+F4',
  'F11',
];

/** Null for a key that may be given away. */
export function reservedFor(chord: string): Reserved | null {
  if (chord === 'Escape') {
    return 'escape';
  }
  if (focusKeys.includes(chord)) {
    return 'focus';
  }
  return windowKeys.includes(chord) ? 'window' : null;
}
