import { Refusal } from '../bytes.ts';
import type { NumberKind } from '../numbers.ts';
import { cursorOf } from './cursor.ts';

/** What each element of a dataset or an attribute is, as far as weights and their names need it. */
export type Datatype =
  | {
      readonly kind: 'number';
      readonly number: NumberKind;
      readonly littleEndian: boolean;
      readonly size: number;
    }
  | { readonly kind: 'text'; readonly size: number }
  /** Texts of any length, each kept in a heap. */
  | { readonly kind: 'long-text'; readonly size: number }
  | { readonly kind: 'unknown'; readonly size: number };

export function datatypeIn(data: Buffer): Datatype {
  const cursor = cursorOf(data);
  const kind = cursor.u8() & 0x0f;
  const bits = cursor.u8();
  cursor.skip(2);
  const size = cursor.u32();
  const littleEndian = (bits & 1) === 0;
  switch (kind) {
    case 0:
      if (size === 1) return { kind: 'number', number: 'u8', littleEndian, size };
      if (size === 8) return { kind: 'number', number: 'i64', littleEndian, size };
      return { kind: 'unknown', size };
    case 1: {
      cursor.skip(5);
      const exponentBits = cursor.u8();
      const number = floatOf(size, exponentBits);
      return number === null
        ? { kind: 'unknown', size }
        : { kind: 'number', number, littleEndian, size };
    }
    case 3:
      return { kind: 'text', size };
    case 9:
      return (bits & 0x0f) === 1 ? { kind: 'long-text', size } : { kind: 'unknown', size };
    default:
      return { kind: 'unknown', size };
  }
}

function floatOf(size: number, exponentBits: number): NumberKind | null {
  if (size === 2) return exponentBits === 8 ? 'bf16' : 'f16';
  if (size === 4) return 'f32';
  return size === 8 ? 'f64' : null;
}

/** The sides; none for a single value. Throws a `Refusal` for a version that is not known. */
export function shapeIn(data: Buffer): readonly number[] {
  const cursor = cursorOf(data);
  const version = cursor.u8();
  const rank = cursor.u8();
  if ((version !== 1 && version !== 2) || rank > 32) {
    throw new Refusal('it is damaged: a tensor has no shape');
  }
  cursor.skip(version === 1 ? 6 : 2);
  return Array.from({ length: rank }, () => cursor.u64());
}
