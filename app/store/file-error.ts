import { StudioError } from '../contract/errors.ts';
import { isDiskFull } from '../disk/disk-full.ts';

/** What the file system says while writing, as an error for a person; whatever is not its own passes as it is. */
export function storeFileError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const options = { cause: error };
  if (isDiskFull(error)) {
    return new StudioError(
      'disk-full',
      'The disk is full, so this was not written. Nothing was changed. Free some space and try again.',
      options,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const path = error instanceof Error && 'path' in error ? ` “${String(error.path)}”` : '';
    return new StudioError(
      'bad-input',
      `The place${path} may not be written to. Choose another folder, or change its permissions.`,
      options,
    );
  }
  return error;
}
