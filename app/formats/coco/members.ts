import {
  backslash,
  closeBrace,
  colon,
  comma,
  incomplete,
  malformed,
  openBrace,
  quote,
  skipSpace,
  stringEnd,
  valueEnd,
} from './json-bytes.ts';

/** Where the wanted members of one object lie: `spans[2k]` to `spans[2k + 1]`, -1 where there is none. */
export interface Members {
  readonly spans: Int32Array;
  /** True when a key is written with escapes: only JSON.parse knows what it is called. */
  escaped: boolean;
}

/** Finds the values of some keys of an object, one level deep, without making a string of anything. */
export type FindMembers = (bytes: Buffer, at: number, end: number) => number;

/**
 * A finder for these keys and the place where it leaves what it found, the last of a repeated key winning as in
 * JSON.parse. It answers the index behind the object, or `incomplete` or `malformed`.
 */
export function memberFinder(keys: readonly string[]): { members: Members; find: FindMembers } {
  const wanted = keys.map((key) => Buffer.from(key, 'latin1'));
  const longest = Math.max(...keys.map((key) => key.length));
  const members: Members = { spans: new Int32Array(keys.length * 2), escaped: false };
  const { spans } = members;

  /** Which of the wanted keys stands between the quotes, or -1. */
  function keyAt(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (length > longest) return -1;
    for (let k = 0; k < wanted.length; k++) {
      const key = wanted[k]!;
      if (key.length !== length) continue;
      let i = 0;
      while (i < length && bytes[start + i] === key[i]) i++;
      if (i === length) return k;
    }
    return -1;
  }

  function find(bytes: Buffer, at: number, end: number): number {
    spans.fill(-1);
    members.escaped = false;
    if (at >= end) return incomplete;
    if (bytes[at] !== openBrace) return malformed;
    let i = skipSpace(bytes, at + 1, end);
    if (i < end && bytes[i] === closeBrace) return i + 1;
    for (;;) {
      if (i >= end) return incomplete;
      if (bytes[i] !== quote) return malformed;
      const keyEnd = stringEnd(bytes, i, end);
      if (keyEnd < 0) return keyEnd;
      const key = keyAt(bytes, i + 1, keyEnd - 1);
      if (key < 0 && !members.escaped) members.escaped = hasBackslash(bytes, i + 1, keyEnd - 1);
      i = skipSpace(bytes, keyEnd, end);
      if (i >= end) return incomplete;
      if (bytes[i] !== colon) return malformed;
      const value = skipSpace(bytes, i + 1, end);
      const valueStop = valueEnd(bytes, value, end);
      if (valueStop < 0) return valueStop;
      if (valueStop === value) return malformed;
      if (key >= 0) {
        spans[2 * key] = value;
        spans[2 * key + 1] = valueStop;
      }
      i = skipSpace(bytes, valueStop, end);
      if (i >= end) return incomplete;
      if (bytes[i] === closeBrace) return i + 1;
      if (bytes[i] !== comma) return malformed;
      i = skipSpace(bytes, i + 1, end);
    }
  }
  return { members, find };
}

function hasBackslash(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] === backslash) return true;
  return false;
}
