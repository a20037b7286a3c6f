import { inflateSync } from 'node:zlib';
import { Refusal, type Bytes } from '../bytes.ts';
import { countOf } from '../found.ts';
import { cursorOf } from './cursor.ts';
import { datatypeIn, shapeIn, type Datatype } from './datatype.ts';
import { treeLeaves } from './links.ts';
import { messageKinds, type Message } from './object-header.ts';

export interface Dataset {
  readonly shape: readonly number[];
  readonly datatype: Datatype;
  /** All of its elements, in the order of their sides. */
  readonly read: () => Buffer;
}

/** What Keras' own reader allows: more than so many times as large as the file, and it is a bomb. */
const mostInflation = 1000;
/** Elements with their sides, of pieces of a dataset that is kept in pieces. */
const mostChunkBytes = 2 ** 30;
/** What pieces may reach beyond the whole, besides some times as much as that. */
const mostFillingBytes = 2 ** 26;

/** Null when the object is none. */
export function datasetOf(file: Bytes, messages: readonly Message[], name: string): Dataset | null {
  const one = (kind: number): Message | undefined => messages.find((each) => each.kind === kind);
  const [space, type, layout] = [
    one(messageKinds.dataspace),
    one(messageKinds.datatype),
    one(messageKinds.layout),
  ];
  if (space === undefined || type === undefined || layout === undefined) return null;
  if (one(messageKinds.externalFiles) !== undefined) {
    throw new Refusal(
      `“${name}” in it says that its numbers are in another file, and only what the file itself holds is read`,
      'save the weights into one file',
    );
  }
  if (type.isShared) throw unknownKind(name);
  const shape = shapeIn(space.data);
  const datatype = datatypeIn(type.data);
  const bytes = countOf(shape, name) * datatype.size;
  const filters = one(messageKinds.filters);
  return {
    shape,
    datatype,
    read: () => readLayout(file, { name, shape, bytes, datatype }, layout.data, filters?.data),
  };
}

interface Wanted {
  readonly name: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly datatype: Datatype;
}

function readLayout(
  file: Bytes,
  wanted: Wanted,
  layout: Buffer,
  filters: Buffer | undefined,
): Buffer {
  const cursor = cursorOf(layout);
  const version = cursor.u8();
  const kind = cursor.u8();
  if (version !== 3 && version !== 4) throw unknownKind(wanted.name);
  switch (kind) {
    case 0: {
      const size = cursor.u16();
      checkSize(wanted, size);
      return cursor.bytes(size);
    }
    case 1: {
      const address = cursor.u64();
      const size = cursor.u64();
      checkSize(wanted, size);
      return file.at(address, size);
    }
    default:
      if (version !== 3 || kind !== 2) throw unknownKind(wanted.name);
      return readChunks(file, wanted, cursor.bytes(layout.length - 2), filters);
  }
}

function checkSize({ name, bytes }: Wanted, size: number): void {
  if (size !== bytes) {
    throw new Refusal(`“${name}” should take ${bytes} bytes, and the file gives it ${size}`);
  }
}

/** A dataset that was written piece by piece, perhaps compressed: a B-tree lists the pieces. */
function readChunks(
  file: Bytes,
  wanted: Wanted,
  layout: Buffer,
  filters: Buffer | undefined,
): Buffer {
  const cursor = cursorOf(layout);
  const rank = cursor.u8() - 1;
  const tree = cursor.u64();
  const sides = Array.from({ length: rank }, () => cursor.u32());
  const chunkBytes = sides.reduce((product, side) => product * side, 1) * wanted.datatype.size;
  if (rank !== wanted.shape.length || !(chunkBytes > 0) || chunkBytes > mostChunkBytes) {
    throw new Refusal(`it is damaged: “${wanted.name}” has no shape that can be`);
  }
  if (wanted.bytes > file.size * mostInflation || chunkBytes > file.size * mostInflation) {
    throw new Refusal(`“${wanted.name}” would be ${mostInflation} times as large as the file`);
  }
  const undo = filtersIn(filters, wanted);
  const leaves = treeLeaves(file, tree, 1, 8 + (rank + 1) * 8);
  const pieces = sides.reduce(
    (product, side, at) => product * Math.ceil((wanted.shape[at] ?? 0) / side),
    1,
  );
  if (leaves.length > pieces || pieces * chunkBytes > 8 * wanted.bytes + mostFillingBytes) {
    throw new Refusal(`it is damaged: “${wanted.name}” has more pieces than it can have`);
  }
  const result = Buffer.alloc(wanted.bytes);
  for (const { key, child } of leaves) {
    const entry = cursorOf(key);
    const stored = entry.u32();
    const skipped = entry.u32();
    const corner = Array.from({ length: rank }, () => entry.u64());
    const chunk = undo(file.at(child, stored), { chunkBytes, skipped });
    place(chunk, { sides, corner }, result, wanted);
  }
  return result;
}

/** Copies a piece row by row to where it belongs; what of it lies outside of the whole is filling. */
function place(
  chunk: Buffer,
  { sides, corner }: { readonly sides: readonly number[]; readonly corner: readonly number[] },
  result: Buffer,
  { shape, datatype }: Wanted,
): void {
  const last = shape.length - 1;
  function walk(side: number, from: number, to: number): void {
    const begin = corner[side] ?? 0;
    const count = Math.min(sides[side] ?? 1, (shape[side] ?? 1) - begin);
    if (count <= 0) return;
    if (side === last) {
      const size = datatype.size;
      chunk.copy(result, (to + begin) * size, from * size, (from + count) * size);
      return;
    }
    for (let nth = 0; nth < count; nth++) {
      walk(
        side + 1,
        (from + nth) * (sides[side + 1] ?? 1),
        (to + begin + nth) * (shape[side + 1] ?? 1),
      );
    }
  }
  walk(0, 0, 0);
}

type Undo = (
  stored: Buffer,
  chunk: { readonly chunkBytes: number; readonly skipped: number },
) => Buffer;

/** Undoes what each piece went through, the last first: compression by deflate, bytes shuffled, a checksum. */
function filtersIn(data: Buffer | undefined, { name, datatype }: Wanted): Undo {
  const kinds = data === undefined ? [] : filterKinds(data);
  return (stored, { chunkBytes, skipped }) => {
    let bytes = stored;
    for (const [nth, kind] of [...kinds.entries()].reverse()) {
      if (((skipped >> nth) & 1) !== 0) continue;
      if (kind === 1) bytes = inflateSync(bytes, { maxOutputLength: chunkBytes + 4 });
      else if (kind === 2) bytes = unshuffled(bytes, datatype.size);
      else if (kind === 3) bytes = bytes.subarray(0, -4);
      else throw unknownKind(name);
    }
    if (bytes.length !== chunkBytes) {
      throw new Refusal(`it is damaged: a piece of “${name}” has another length than it should`);
    }
    return bytes;
  };
}

function filterKinds(data: Buffer): readonly number[] {
  const cursor = cursorOf(data);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const kind = cursor.u16();
    const nameBytes = version === 1 || kind >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const values = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    cursor.skip(4 * (version === 1 && values % 2 === 1 ? values + 1 : values));
    return kind;
  });
}

/** The first bytes of all numbers stood first, then the second ones, and so on. */
function unshuffled(bytes: Buffer, size: number): Buffer {
  const count = Math.floor(bytes.length / size);
  const result = Buffer.from(bytes);
  for (let part = 0; part < size; part++) {
    for (let nth = 0; nth < count; nth++) result[nth * size + part] = bytes[part * count + nth]!;
  }
  return result;
}

function unknownKind(name: string): Refusal {
  return new Refusal(
    `“${name}” in it is kept in a way that is not known here`,
    'save the weights anew with Keras, without compression',
  );
}

/** The elements of an attribute, whose value stands in the message itself. */
export function attributeIn(data: Buffer): {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: Datatype;
  readonly value: Buffer;
} {
  const cursor = cursorOf(data);
  const version = cursor.u8();
  if (version < 1 || version > 3) throw new Refusal('it is damaged: an attribute cannot be read');
  cursor.skip(1);
  const nameBytes = cursor.u16();
  const typeBytes = cursor.u16();
  const spaceBytes = cursor.u16();
  if (version === 3) cursor.skip(1);
  const part = (length: number): Buffer => {
    const bytes = cursor.bytes(length);
    // The first version fills each part up to eight bytes.
    if (version === 1) cursor.align();
    return bytes;
  };
  const name = part(nameBytes).toString('utf8').replace(/\0+$/, '');
  const datatype = datatypeIn(part(typeBytes));
  const shape = shapeIn(part(spaceBytes));
  return { name, shape, datatype, value: cursor.bytes(data.length - cursor.place) };
}
