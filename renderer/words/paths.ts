import { bytes } from './numbers.ts';

/** What the dialog that chooses a file or folder says. */
export const paths = {
  path: 'Path',
  pathHint: 'Type a path, or choose below',
  up: 'Up to the parent folder',
  places: 'Places',
  content: 'Content of the folder',
  name: 'Name',
  choose: 'Choose',
  chooseFile: 'Choose this file',
  chooseFolder: 'Choose this folder',
  browse: 'Browse…',
  browseFor: (what: string) => `Browse for ${what}`,
  empty: 'This folder is empty.',
  noneFits: (endings: string) => `No ${endings} file and no folder in here.`,
  pictures: 'holds pictures',
  size: bytes,
  hidden: 'Show hidden files',
} as const;
