import { Refusal } from './bytes.ts';

/** How a file keeps a number; all of them become 32-bit floats, half precision is widened without loss. */
export type NumberKind = 'f16' | 'bf16' | 'f32' | 'f64' | 'u8' | 'u16' | 'i64';

export const bytesPerNumber: Readonly<Record<NumberKind, number>> = {
  f16: 2,
  bf16: 2,
  f32: 4,
  f64: 8,
  u8: 1,
  u16: 2,
  i64: 8,
};

/** Throws a `Refusal` unless the bytes are whole numbers of that kind. `littleEndian` is how nearly every file has them. */
export function floatsFrom(bytes: Buffer, kind: NumberKind, littleEndian = true): Float32Array {
  const step = bytesPerNumber[kind];
  if (bytes.length % step !== 0) throw new Refusal('it is damaged: a tensor ends within a number');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.length / step);
  const read = readerOf(view, kind, littleEndian);
  for (let at = 0; at < values.length; at++) values[at] = read(at * step);
  return values;
}

function readerOf(
  view: DataView,
  kind: NumberKind,
  littleEndian: boolean,
): (offset: number) => number {
  switch (kind) {
    case 'f32':
      return (offset) => view.getFloat32(offset, littleEndian);
    case 'f64':
      return (offset) => view.getFloat64(offset, littleEndian);
    case 'f16':
      return (offset) => halfFloat(view.getUint16(offset, littleEndian));
    case 'bf16': {
      // The upper half of a 32-bit float.
      const word = new DataView(new ArrayBuffer(4));
      return (offset) => {
        word.setUint16(0, view.getUint16(offset, littleEndian));
        return word.getFloat32(0);
      };
    }
    case 'u8':
      return (offset) => view.getUint8(offset);
    case 'u16':
      return (offset) => view.getUint16(offset, littleEndian);
    case 'i64':
      return (offset) => Number(view.getBigInt64(offset, littleEndian));
  }
}

/** IEEE 754 binary16: one sign, five exponent and ten fraction bits. */
function halfFloat(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
