import { textOf } from './json-bytes.ts';

/** Exact up to 10^22. */
export const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * The number written in a span, exactly as JSON.parse would read it; NaN when the span is no JSON number
 * (`NaN`, `Infinity`, `07`, `1.`, `"5"` are none). At most 15 digits go the quick way: such a mantissa and a power of
 * ten up to 22 are exact, and so is their quotient.
 */
export function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const negative = bytes[i] === 0x2d;
  if (negative) i++;
  const first = i;
  let mantissa = 0;
  let digit: number;
  while (i < end && (digit = bytes[i]! - 0x30) >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    i++;
  }
  const whole = i - first;
  if (whole === 0 || (whole > 1 && bytes[first] === 0x30)) return Number.NaN;
  let decimals = 0;
  if (i < end && bytes[i] === 0x2e) {
    i++;
    while (i < end && (digit = bytes[i]! - 0x30) >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      i++;
      decimals++;
    }
    if (decimals === 0) return Number.NaN;
  }
  if (i < end || whole + decimals > 15) return slowNumber(bytes, start, end);
  const value = decimals === 0 ? mantissa : mantissa / powersOfTen[decimals]!;
  return negative ? -value : value;
}

function slowNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 400) return Number.NaN;
  const text = textOf(bytes, start, end);
  return jsonNumber.test(text) ? Number(text) : Number.NaN;
}

/** A whole number an id can be: -1 when the span holds none that is exact and not negative. `1.0` is 1, as in JSON.parse. */
export function wholeIn(bytes: Uint8Array, start: number, end: number): number {
  if (start < 0) return -1;
  const value = numberIn(bytes, start, end);
  return Number.isSafeInteger(value) && value >= 0 ? value : -1;
}
