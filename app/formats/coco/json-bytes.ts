/**
 * JSON read as bytes, where a string would be too large or too slow to make.
 * Every function takes the bytes and the index `end` that lies behind the last valid one, and answers an index.
 */

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const backslash = 0x5c;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** The value or string goes on behind `end`: read more and try again. */
export const incomplete = -1;
/** Not JSON here, whatever follows. */
export const malformed = -2;

const isSpace = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d]) isSpace[byte] = 1;

/** Bytes that matter to the balance of brackets: 1 a quote, 2 an opening bracket, 3 a closing one. */
const balance = new Uint8Array(256);
balance[quote] = 1;
balance[openBracket] = balance[openBrace] = 2;
balance[closeBracket] = balance[closeBrace] = 3;

/** Bytes that end a number, `true`, `false`, `null` or a word that is none of them. */
const endsWord = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d, comma, colon, closeBracket, closeBrace, quote])
  endsWord[byte] = 1;
endsWord[openBracket] = endsWord[openBrace] = 1;

/** The first byte that is not white space; `end` when there is none. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isSpace[bytes[at]!] === 1) at++;
  return at;
}

/** Behind the closing quote of the string that opens at `at`. Escapes are stepped over, not judged. */
export function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const byte = bytes[i];
    if (byte === quote) return i + 1;
    if (byte === backslash) i++;
  }
  return incomplete;
}

/**
 * Behind the value that begins at `at`. Looks at strings and at the balance of brackets alone, so that a record
 * with nonsense inside can still be stepped over and reported.
 */
export function valueEnd(bytes: Buffer, at: number, end: number): number {
  if (at >= end) return incomplete;
  const first = bytes[at]!;
  if (first === quote) return stringEnd(bytes, at, end);
  if (balance[first] === 3 || first === comma || first === colon) return malformed;
  if (balance[first] !== 2) {
    let i = at;
    while (i < end && endsWord[bytes[i]!] === 0) i++;
    return i < end ? i : incomplete;
  }
  return first === openBracket ? listEnd(bytes, at + 1, end) : balanceEnd(bytes, at + 1, end, 1);
}

/**
 * Behind the list whose bracket stands before `at`. Nearly all of a file is lists of numbers: jumping from bracket to
 * bracket takes a third of the time of looking at each byte.
 */
function listEnd(bytes: Buffer, at: number, end: number): number {
  const quoted = nextOf(bytes, quote, at, end);
  const braced = nextOf(bytes, openBrace, at, end);
  let opened = nextOf(bytes, openBracket, at, end);
  let closed = nextOf(bytes, closeBracket, at, end);
  let depth = 1;
  let i = at;
  for (;;) {
    if (closed < i) closed = nextOf(bytes, closeBracket, i, end);
    if (opened < i) opened = nextOf(bytes, openBracket, i, end);
    const next = Math.min(opened, closed);
    if (next > quoted || next > braced) return balanceEnd(bytes, i, end, depth);
    if (next === end) return incomplete;
    depth += next === opened ? 1 : -1;
    i = next + 1;
    if (depth === 0) return i;
  }
}

/** The next such byte; `end` when there is none before. */
function nextOf(bytes: Buffer, byte: number, at: number, end: number): number {
  const found = bytes.indexOf(byte, at);
  return found >= 0 && found < end ? found : end;
}

/** Behind the bracket that closes the outermost of `depth` open ones. */
function balanceEnd(bytes: Buffer, at: number, end: number, depth: number): number {
  let i = at;
  while (i < end) {
    const kind = balance[bytes[i]!];
    if (kind === 0) {
      i++;
    } else if (kind === 1) {
      i = stringEnd(bytes, i, end);
      if (i < 0) return incomplete;
    } else {
      depth += kind === 2 ? 1 : -1;
      i++;
      if (depth === 0) return i;
    }
  }
  return incomplete;
}

/** The text of a span, as the file has it. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
