/** Reads a structure of HDF5 field by field. Beyond its end a RangeError is thrown, which a reader's caller takes for damage. */
export interface Cursor {
  readonly place: number;
  skip(count: number): void;
  u8(): number;
  u16(): number;
  u32(): number;
  /** Of 1 to 8 bytes. What is no safe integer, such as the undefined address, is found out of range wherever it is used. */
  uint(bytes: number): number;
  /** An address or a length: eight bytes in every file that is taken. */
  u64(): number;
  ascii(count: number): string;
  bytes(count: number): Buffer;
  /** To the next multiple of eight since the beginning. */
  align(): void;
}

export function cursorOf(buffer: Buffer, start = 0): Cursor {
  let place = start;

  function take(count: number): number {
    const from = place;
    if (!(count >= 0) || from + count > buffer.length) {
      throw new RangeError(`A structure of ${buffer.length} bytes is read beyond its end.`);
    }
    place += count;
    return from;
  }

  function uint(bytes: number): number {
    const from = take(bytes);
    let value = 0;
    for (let at = bytes - 1; at >= 0; at--) value = value * 256 + buffer[from + at]!;
    return value;
  }

  return {
    get place() {
      return place;
    },
    skip: (count) => void take(count),
    u8: () => uint(1),
    u16: () => uint(2),
    u32: () => uint(4),
    u64: () => uint(8),
    uint,
    ascii: (count) => buffer.toString('latin1', take(count), place),
    bytes: (count) => buffer.subarray(take(count), place),
    align: () => void take((8 - ((place - start) % 8)) % 8),
  };
}
