import { endianness } from 'node:os';

/** Arrays of 32-bit floats one after the other, little-endian, in the order of their list. */

/** Throws on a computer whose floats lie the other way round: there is none that TensorFlow runs on. */
export function bytesFromArrays(arrays: readonly Float32Array[]): Uint8Array {
  checkByteOrder();
  const length = arrays.reduce((sum, array) => sum + array.byteLength, 0);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset += array.byteLength;
  }
  return bytes;
}

/** Copies of the arrays, by how many numbers each has. Throws unless the bytes are exactly used up. */
export function arraysFromBytes(
  bytes: Uint8Array,
  lengths: readonly number[],
): readonly Float32Array[] {
  checkByteOrder();
  const wanted = lengths.reduce((sum, length) => sum + length * 4, 0);
  if (bytes.byteLength !== wanted) {
    throw new Error(
      `The file of weights holds ${String(bytes.byteLength)} bytes; ${String(wanted)} were expected.`,
    );
  }
  let offset = 0;
  return lengths.map((length) => {
    // Not `slice`: a Buffer's shares its memory, and that of a pool with it.
    const part = Uint8Array.from(bytes.subarray(offset, offset + length * 4));
    offset += length * 4;
    return new Float32Array(part.buffer);
  });
}

function checkByteOrder(): void {
  if (endianness() !== 'LE') throw new Error('Weights are kept little-endian.');
}
