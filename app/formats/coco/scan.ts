import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileWindow } from './file-window.ts';
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  incomplete,
  openBrace,
  openBracket,
  quote,
  skipSpace,
  stringEnd,
  textOf,
  valueEnd,
} from './json-bytes.ts';
import { cutOff, notJson, reasonByFirstBytes, refusal } from './refusals.ts';

export const arrays = ['images', 'annotations', 'categories'] as const;
export type ArrayName = (typeof arrays)[number];

/** One element of a top-level array. `bytes` is only good until the visitor returns. */
export interface Element {
  readonly array: ArrayName;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Where it begins in the file. */
  readonly offset: number;
}

export interface Scan {
  readonly file: string;
  /**
   * Tries to read the element at `start`: answers the index behind it, or `incomplete` when it goes on behind `end`
   * (it is asked again with more). Whatever is wrong inside the element is its own business.
   */
  readonly element: (element: Element) => number;
  /** Hears of the file's structure, in its order. */
  readonly structure?: {
    member(key: string, text: string): void;
    open(array: ArrayName): void;
    close(array: ArrayName): void;
  };
  readonly progress?: (bytes: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface ScannedFile {
  readonly bytes: number;
  /** The other top-level members, key to original text. */
  readonly members: ReadonlyMap<string, string>;
}

/**
 * Walks an instances file once, in whatever order its members stand, holding a few megabytes at most.
 * Throws `bad-input` when the file as a whole is not one.
 */
export async function scanCoco({
  file,
  element,
  structure,
  progress,
  signal,
}: Scan): Promise<ScannedFile> {
  const name = basename(file);
  await using handle = await open(file, 'r');
  const total = (await handle.stat()).size;
  const window = new FileWindow(handle);
  await window.slide(0);
  const reason = reasonByFirstBytes(window.bytes.subarray(0, window.end));
  if (reason !== null) throw refusal(name, reason);

  const members = new Map<string, string>();
  const seen = new Set<string>();
  let at = 0;
  /** Set by `more`: a `keep` behind which the caller's indexes move to. */
  async function more(keep: number): Promise<void> {
    signal?.throwIfAborted();
    if (window.complete) throw cutOff(name, window.offset + window.end);
    await window.slide(keep);
    at -= keep;
    progress?.(window.offset, total);
  }
  /** The next byte that is not white space, left at `at`. */
  async function token(): Promise<number> {
    for (;;) {
      at = skipSpace(window.bytes, at, window.end);
      if (at < window.end) return window.bytes[at]!;
      await more(at);
    }
  }
  /** The end of the string or value at `at`. */
  async function endOf(measure: typeof valueEnd): Promise<number> {
    for (;;) {
      const end = measure(window.bytes, at, window.end);
      if (end >= 0 && end !== at) return end;
      if (end !== incomplete) throw notJson(name, window.offset + at);
      await more(at);
    }
  }

  async function elements(array: ArrayName): Promise<void> {
    at++;
    if ((await token()) === closeBracket) {
      at++;
      return;
    }
    for (;;) {
      await token();
      for (;;) {
        const { bytes, end, offset } = window;
        const next = element({ array, bytes, start: at, end, offset: offset + at });
        if (next >= 0 && next !== at) {
          at = next;
          break;
        }
        if (next !== incomplete) throw notJson(name, window.offset + at);
        await more(at);
      }
      const separator = await token();
      at++;
      if (separator === closeBracket) return;
      if (separator !== comma) throw notJson(name, window.offset + at - 1);
    }
  }

  const hasMark = window.bytes[0] === 0xef && window.bytes[1] === 0xbb && window.bytes[2] === 0xbf;
  at = hasMark ? 3 : 0;
  if ((await token()) !== openBrace) throw notJson(name, at);
  at++;
  let empty = (await token()) === closeBrace;
  while (!empty) {
    if ((await token()) !== quote) throw notJson(name, window.offset + at);
    const keyEnd = await endOf(stringEnd);
    const key = keyOf(textOf(window.bytes, at, keyEnd)) ?? '';
    at = keyEnd;
    if ((await token()) !== colon) throw notJson(name, window.offset + at);
    at++;
    const first = await token();
    if (seen.has(key)) throw refusal(name, `has two members called “${key.slice(0, 80)}”.`);
    seen.add(key);
    const array = arrays.find((candidate) => candidate === key);
    if (array === undefined) {
      const end = await endOf(valueEnd);
      const text = textOf(window.bytes, at, end);
      members.set(key, text);
      structure?.member(key, text);
      at = end;
    } else if (first === openBracket) {
      structure?.open(array);
      await elements(array);
      structure?.close(array);
    } else {
      throw refusal(name, `has a member “${array}” that is no list.`);
    }
    const separator = await token();
    if (separator !== comma && separator !== closeBrace) throw notJson(name, window.offset + at);
    at++;
    empty = separator === closeBrace;
  }
  for (;;) {
    at = skipSpace(window.bytes, at, window.end);
    if (at < window.end) throw notJson(name, window.offset + at);
    if (window.complete) break;
    await more(at);
  }
  const missing = ['images', 'categories'].filter((array) => !seen.has(array));
  if (missing.length > 0) {
    throw refusal(
      name,
      `has no list called ${missing.map((array) => `“${array}”`).join(' and ')}: is it a COCO instances file?`,
    );
  }
  return { bytes: total, members };
}

function keyOf(text: string): string | null {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}
