import { bytes, dateAndTime } from './numbers.ts';

/** What the window says of a newer version of Maskwright. */
export const updates = {
  title: 'Updates',
  check: 'Check for updates',
  idle: 'Maskwright looks at most once a day and downloads nothing unasked.',
  newest: (checkedMs: number) =>
    `This is the newest version, as of ${dateAndTime(new Date(checkedMs).toISOString())}.`,
  checking: 'Looking for a newer version',
  available: (version: string, size: number) => `Version ${version} is available, ${bytes(size)}.`,
  elsewhere: 'This package cannot replace itself. The new version is at:',
  download: (size: number) => `Download ${bytes(size)}`,
  downloading: (version: string) => `Downloading version ${version}`,
  done: (done: number, total: number) => `${bytes(done)} of ${bytes(total)}`,
  cancel: 'Cancel',
  ready: (version: string) => `Version ${version} is downloaded and checked.`,
  agreed: (version: string) => `Version ${version} is installed when you quit Maskwright.`,
  install: 'Install',
  again: 'Check again',
} as const;
