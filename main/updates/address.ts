import { UpdateRefusal } from './refusal.ts';
import { words } from './words.ts';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The folder that holds the feed, with a slash at its end. Plain http is for this computer itself: tests, and a look before a release. */
export function feedFolder(address: string): URL {
  const url = urlOf(address);
  const isSafe =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (url === null || !isSafe || url.username !== '' || url.password !== '') {
    throw new UpdateRefusal(words.badAddress(address));
  }
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) {
    url.pathname += '/';
  }
  return url;
}

/** Where a file named in the feed lies. A name that leads to another origin is refused. */
export function fileAddress(name: string, folder: URL): URL {
  const url = urlOf(name, folder);
  if (url?.origin !== folder.origin || url.username !== '' || url.password !== '') {
    throw new UpdateRefusal(words.elsewhere(name, folder.origin));
  }
  return url;
}

function urlOf(text: string, base?: URL): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
