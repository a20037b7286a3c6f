import { origin } from './scheme.ts';

/** All that a page may ask for: its own scheme, pictures it drew itself, and, in a clone, the developer tools' own files. */
const ownAddresses = [`${origin}/`, `blob:${origin}/`, 'data:', 'devtools:'];

export function isOwnAddress(address: string): boolean {
  return ownAddresses.some((start) => address.startsWith(start));
}

/** Electron writes an origin with a slash behind it in some places and without one in others. */
export function isOwnOrigin(asking: string): boolean {
  return asking === origin || asking === `${origin}/`;
}
