import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** Names that Windows gives to devices, whatever the folder and the extension, and what it cannot write. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const unwritable = /[:*?"<>|]|[. ]$/;

/** A sentence that says why a path from a file cannot be followed. */
export interface OutsidePath {
  readonly reason: string;
  /** Set where nothing is wrong with the path but that no file is there. */
  readonly missing?: true;
}

/**
 * The one way from a path that a file brings to a path on this computer: it stays inside `base`, on every system.
 * Backslashes are refused rather than read as separators, since only Windows takes them for that.
 */
export function joinInside(
  base: string,
  untrusted: string,
  platform: NodeJS.Platform = process.platform,
): string | OutsidePath {
  if (untrusted === '') return { reason: 'Its file name is empty.' };
  if (untrusted.includes('\0')) return { reason: 'Its file name holds a NUL byte.' };
  if (untrusted.includes('\\')) {
    return { reason: 'Its file name holds a backslash; only / separates folders.' };
  }
  if (untrusted.startsWith('/') || /^[a-z]:/i.test(untrusted)) {
    return { reason: 'Its file name is an absolute path; it must lie in the pictures’ folder.' };
  }
  const parts = untrusted.split('/').filter((part) => part !== '.' && part !== '');
  if (parts.includes('..')) {
    return { reason: 'Its file name leads out of the pictures’ folder (..).' };
  }
  if (platform === 'win32' && parts.some((part) => reserved.test(part) || unwritable.test(part))) {
    return { reason: 'Its file name is one that Windows cannot have.' };
  }
  const joined = join(base, ...parts);
  return isInside(base, joined)
    ? joined
    : { reason: 'Its file name leads out of the pictures’ folder.' };
}

/** The same for a file that exists: links along the way must not lead out of `base` either. */
export async function realPathInside(
  base: string,
  untrusted: string,
): Promise<string | OutsidePath> {
  const joined = joinInside(base, untrusted);
  if (typeof joined !== 'string') return joined;
  try {
    const [realBase, real] = await Promise.all([realpath(base), realpath(joined)]);
    if (isInside(realBase, real)) return joined;
    return { reason: 'Its file is a link that leads out of the pictures’ folder.' };
  } catch {
    return { reason: 'There is no such file in the pictures’ folder.', missing: true };
  }
}

function isInside(base: string, path: string): boolean {
  const way = relative(base, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
