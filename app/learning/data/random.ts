/**
 * Random numbers that belong to a key instead of to a stream: whoever asks with the same key gets the same numbers,
 * whatever was drawn before. So a resumed run draws what the uninterrupted one would have drawn.
 */

/** A 32-bit number of the key's parts; every bit of each part counts. */
export function keyOf(...parts: readonly (number | string)[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    const words = typeof part === 'number' ? [part, Math.floor(part / 2 ** 32)] : codesOf(part);
    for (const word of words) hash = mix((hash ^ (word | 0)) + 0x9e3779b9);
  }
  return hash >>> 0;
}

/** Numbers in [0, 1), one after the other, the same for the same key (mulberry32). */
export function numbersOf(key: number): () => number {
  let state = key | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 0 .. count-1 in an order that belongs to the key. */
export function shuffled(count: number, key: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  const next = numbersOf(key);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

function codesOf(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
