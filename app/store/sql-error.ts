import { StudioError } from '../contract/errors.ts';

// SQLite's primary result codes: https://sqlite.org/rescode.html
const busy = 5;
const locked = 6;
const readOnly = 8;
const inputOutput = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;

/** What SQLite says, as an error for a person; whatever is not SQLite's passes as it is. */
export function storeError(error: unknown): unknown {
  const code = resultCode(error);
  const options = { cause: error };
  switch (code) {
    case full:
      return new StudioError(
        'disk-full',
        'The disk of the project is full, so this was not saved. Nothing was changed. Free some space and try again.',
        options,
      );
    case inputOutput:
      // For whoever writes the same as a full disk: nothing was changed, it is kept, and tried again.
      return new StudioError(
        'disk-full',
        'The disk of the project did not take a write or a read, so this was not saved. Nothing was changed. Check the disk and its cable or network, and try again.',
        options,
      );
    case corrupt:
    case notADatabase:
      return damaged(error);
    case busy:
    case locked:
      return new StudioError(
        'busy',
        'Another program holds the project’s database. Close it, or try again in a moment.',
        options,
      );
    case readOnly:
      return new StudioError(
        'read-only',
        'The project’s database can only be read: the folder or the disk does not allow writing.',
        options,
      );
    case cannotOpen:
      return new StudioError(
        'bad-input',
        'The project’s database cannot be opened. Check that the folder is there and that you may write in it.',
        options,
      );
    default:
      return error;
  }
}

export function damaged(cause?: unknown): StudioError {
  return new StudioError(
    'damaged',
    'The project’s database is damaged. The last verified backup can be put in its place; the damaged file is kept.',
    { cause },
  );
}

/** The primary code is the low byte of an extended one. */
function resultCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}
