/** What the menu bar of the desktop window says beside the names of actions. */
export const menu = {
  // The letter behind & opens the menu with Alt, where the system has such letters.
  file: '&File',
  edit: '&Edit',
  view: '&View',
  picture: '&Picture',
  annotate: '&Annotate',
  train: '&Train',
  review: '&Review',
  help: '&Help',

  recent: 'Recent projects',
  close: 'Close the window',
  quit: 'Quit Maskwright',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  fullScreen: 'Full screen',
} as const;
