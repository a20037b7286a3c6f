import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  malformed,
  openBrace,
  openBracket,
  quote,
  skipSpace,
} from './json-bytes.ts';
import { numberIn } from './numbers.ts';

/** Deeper than any real record, shallow enough for the stack. */
const deepest = 64;

/** A span whose content has been judged already. */
export interface Judged {
  readonly start: number;
  readonly end: number;
}

/**
 * Behind the value that begins at `at`, when it is JSON to the letter: what is kept now is written out again one day,
 * into a file that others must be able to read. Answers `malformed` for anything else: `NaN`, a trailing comma, a raw
 * line break in a string, more than 64 levels.
 */
export function strictEnd(
  bytes: Uint8Array,
  at: number,
  { end, judged, depth = 0 }: { end: number; judged?: Judged; depth?: number },
): number {
  if (at >= end || depth > deepest) return malformed;
  if (judged && at === judged.start) return judged.end;
  const first = bytes[at]!;
  if (first === quote) return strictStringEnd(bytes, at, end);
  if (first === openBrace || first === openBracket) {
    const isObject = first === openBrace;
    const close = isObject ? closeBrace : closeBracket;
    const inside = { end, ...(judged && { judged }), depth: depth + 1 };
    let i = skipSpace(bytes, at + 1, end);
    if (bytes[i] === close) return i + 1;
    for (;;) {
      if (isObject) {
        if (i >= end || bytes[i] !== quote) return malformed;
        i = strictStringEnd(bytes, i, end);
        if (i < 0) return malformed;
        i = skipSpace(bytes, i, end);
        if (i >= end || bytes[i] !== colon) return malformed;
        i = skipSpace(bytes, i + 1, end);
      }
      i = strictEnd(bytes, i, inside);
      if (i < 0) return malformed;
      i = skipSpace(bytes, i, end);
      if (i >= end) return malformed;
      if (bytes[i] === close) return i + 1;
      if (bytes[i] !== comma) return malformed;
      i = skipSpace(bytes, i + 1, end);
    }
  }
  if (first === 0x74) return wordEnd(bytes, at, 'true');
  if (first === 0x66) return wordEnd(bytes, at, 'false');
  if (first === 0x6e) return wordEnd(bytes, at, 'null');
  let i = at;
  while (i < end && isNumberByte(bytes[i]!)) i++;
  return Number.isNaN(numberIn(bytes, at, i)) ? malformed : i;
}

/** 0-9 + - . e E */
function isNumberByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x45 ||
    byte === 0x65
  );
}

function wordEnd(bytes: Uint8Array, at: number, word: string): number {
  for (let k = 0; k < word.length; k++) {
    if (bytes[at + k] !== word.charCodeAt(k)) return malformed;
  }
  return at + word.length;
}

const escapes = new Set(Buffer.from('"\\/bfnrt'));

function strictStringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === quote) return i + 1;
    if (byte < 0x20) return malformed;
    if (byte !== backslash) continue;
    i++;
    if (bytes[i] === 0x75) {
      for (let k = 1; k <= 4; k++) if (!isHexadecimal(bytes[i + k] ?? 0)) return malformed;
      i += 4;
    } else if (!escapes.has(bytes[i] ?? 0)) {
      return malformed;
    }
  }
  return malformed;
}

function isHexadecimal(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
