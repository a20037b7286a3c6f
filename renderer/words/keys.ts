/** What the list of keys and its settings say. */
export const keys = {
  title: 'Keys',
  hint: 'Single letters do nothing while you type in a field.',
  search: 'Search keys',
  empty: 'No key fits.',
  change: 'Change keys',
  scopes: {
    anywhere: 'Everywhere',
    browse: 'Browse',
    annotate: 'Annotate',
    train: 'Train',
    review: 'Review',
    transfer: 'Transfer',
  },
  tool: (name: string) => `The tool at hand: ${name}`,

  general: 'General',
  prompting: 'Smart select',
  pages: 'Pages of the settings',
  preset: 'Keyboard of',
  presets: {
    maskwright: 'Maskwright',
    cvat: 'CVAT',
    labelme: 'labelme',
    photoshop: 'Photoshop',
    gimp: 'GIMP',
  },
  resetAll: 'Reset all keys',
  setAside: 'The keys you had changed were set aside.',
  bringBack: 'Bring them back',

  explained:
    'Click a key and press another. Esc, Tab and the keys that close windows keep their meaning. Enter and Space press the button that has the focus before they do anything else. Browsers keep Ctrl T and Ctrl N to themselves; they work in the desktop window.',
  changeKey: (key: string, action: string) => `Change ${key} for ${action}`,
  add: (action: string) => `Add a key for ${action}`,
  reset: (action: string) => `Reset the keys of ${action}`,
  press: 'Press a key',
  remove: 'Remove',
  noKey: 'none',

  reserved: {
    escape: 'Esc always steps back one level, so it cannot be given to anything else.',
    focus: 'Tab moves from one control to the next, so it cannot be given to anything else.',
    window: 'The system and browsers keep this key to themselves.',
  },
  already: (key: string) => `It has ${key} already.`,
  clash: (key: string, others: readonly string[]) =>
    `${key} already means ${others.join(' and ')}.`,
  clashPart: (action: string, scope: string) => `“${action}” (${scope})`,
  take: 'Use it here all the same',
  keep: 'Leave it as it is',
} as const;
