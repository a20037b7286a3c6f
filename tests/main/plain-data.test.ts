import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPlainData } from '../../main/plain-data.ts';

function circle(): object {
  const one: Record<string, unknown> = { a: 1 };
  one['self'] = one;
  return one;
}

function nested(depth: number): unknown {
  let one: unknown = 1;
  for (let i = 0; i < depth; i += 1) {
    one = i % 2 === 0 ? [one] : { one };
  }
  return one;
}

describe('what a message may hold', () => {
  test('everything that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        return isPlainData(plain) || JSON.stringify(plain).includes('"__proto__"');
      }),
    );
  });

  test.each([
    ['a circle', circle()],
    ['a date', { at: new Date(0) }],
    ['a map', [new Map([[1, 2]])]],
    ['a set', new Set([1])],
    ['bytes', { bytes: new Uint8Array(4) }],
    ['a buffer', new ArrayBuffer(4)],
    ['a pattern', /a/],
    ['an error', new Error('a')],
    ['a bigint', { id: 1n }],
    ['no number', [Number.NaN]],
    ['no end', [Number.POSITIVE_INFINITY]],
    ['a function', { run: () => 1 }],
    ['a symbol', [Symbol('a')]],
    ['a boxed text', new String('a')],
    ['a prototype to set', JSON.parse('{"a":{"__proto__":{"polluted":1}}}')],
    ['a depth that no record has', nested(60)],
    ['a list longer than memory', Object.assign([], { length: 2 ** 32 - 1 })],
    ['a text longer than any', ['x'.repeat(40 * 2 ** 20), 'x'.repeat(40 * 2 ** 20)]],
  ])('not %s', (_name, value) => {
    expect(isPlainData(value)).toBe(false);
  });

  test('a picture of a million corners takes no time worth speaking of', () => {
    const polygons = Array.from({ length: 100 }, () => Array.from({ length: 20_000 }, (_, i) => i));
    expect(isPlainData({ shape: { kind: 'polygons', polygons } })).toBe(true);
  });
});
