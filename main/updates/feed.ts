import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import type { UpdateInfo } from 'electron-updater';
import * as v from 'valibot';
import { fileAddress } from './address.ts';
import { UpdateRefusal } from './refusal.ts';
import { isVersion } from './versions.ts';
import { words } from './words.ts';

const file = v.object({
  url: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
  /** SHA-512 in base64, as electron-updater compares it. */
  sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
  size: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});

const shape = v.object({
  version: v.pipe(v.string(), v.check(isVersion, 'a version such as 1.2.0')),
  files: v.pipe(v.array(file), v.minLength(1), v.maxLength(50)),
  releaseDate: v.pipe(
    v.union([v.string(), v.date()]),
    v.transform((date) => new Date(date)),
    v.check((date) => !Number.isNaN(date.getTime()), 'a date'),
  ),
  releaseNotes: v.optional(v.nullable(v.string()), null),
});

export interface FeedFile {
  readonly url: URL;
  readonly sha512: string;
  readonly size: number;
}

export interface Feed {
  readonly version: string;
  readonly files: readonly FeedFile[];
  readonly releasedMs: number;
  readonly notes: string | null;
}

/** Reads a feed whose signature was found good. `folder` is where it came from, and where its files must lie. */
export function readFeed(text: string, name: string, folder: URL): Feed {
  const parsed = v.safeParse(shape, parseYaml(text, name, folder));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UpdateRefusal(words.unreadable(name, v.getDotPath(issue) ?? issue.message));
  }
  const { version, files, releaseDate, releaseNotes } = parsed.output;
  return {
    version,
    files: files.map(({ url, sha512, size }) => ({ url: fileAddress(url, folder), sha512, size })),
    releasedMs: releaseDate.getTime(),
    notes: releaseNotes,
  };
}

/** As electron-updater wants it, with nothing in it that was not looked at. */
export function updateInfo(feed: Feed): UpdateInfo {
  const files = feed.files.map(({ url, sha512, size }) => ({ url: url.href, sha512, size }));
  const info: Omit<UpdateInfo, 'path' | 'sha512'> = {
    version: feed.version,
    files,
    releaseDate: new Date(feed.releasedMs).toISOString(),
  };
  // The two left out are the files of long ago, one without a list; nothing reads them where there is one.
  return info as UpdateInfo;
}

function parseYaml(text: string, name: string, folder: URL): unknown {
  try {
    return parseUpdateInfo(text, name, folder);
  } catch {
    throw new UpdateRefusal(words.unreadable(name, 'it is no YAML'));
  }
}
