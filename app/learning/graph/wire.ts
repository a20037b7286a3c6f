/**
 * Protocol buffers, as far as a TensorFlow graph needs them: fields one after the other, each with its number and the
 * way it is written. A message is the bytes of its fields.
 */
export type Field = readonly Uint8Array[];

export function whole(field: number, value: number): Field {
  return [varint(field * 8), varint(value)];
}

export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint(field * 8 + 5), bytes];
}

export function bytes(field: number, value: Uint8Array): Field {
  return [varint(field * 8 + 2), varint(value.length), value];
}

export function text(field: number, value: string): Field {
  return bytes(field, Buffer.from(value, 'utf8'));
}

export function message(field: number, ...fields: readonly Field[]): Field {
  const parts = fields.flat();
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [varint(field * 8 + 2), varint(length), ...parts];
}

/** Whole numbers of at least -2^53; a negative one takes ten bytes, as the format has it. */
function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value < 0 ? BigInt.asUintN(64, BigInt(value)) : BigInt(value);
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}
