import { Refusal, type Bytes } from '../bytes.ts';
import { mostTensors } from '../found.ts';
import { cursorOf, type Cursor } from './cursor.ts';

/**
 * The links of a group that has many, as HDF5 of version 1.8 and later keeps them when told so: in a heap of blocks that grow
 * twofold, listed by a B-tree of version 2 over their names. From the format's specification, III.A.2, III.G.
 */

const undefinedAddress = 2 ** 64;

/** `data` is the message that says where heap and list are; answers each link as it would stand in a header. */
export function namedInHeap(file: Bytes, data: Buffer): readonly Buffer[] {
  const cursor = cursorOf(data);
  cursor.skip(1);
  const flags = cursor.u8();
  if ((flags & 1) !== 0) cursor.skip(8);
  const heapAddress = cursor.u64();
  const names = cursor.u64();
  if (heapAddress >= undefinedAddress - 2048) return [];
  const heap = openHeap(file, heapAddress);
  return recordsOf(file, names).map((record) => heap.object(record.subarray(4)));
}

interface Heap {
  /** `id` says where in the heap, and how long. */
  object(id: Buffer): Buffer;
}

interface HeapShape {
  readonly width: number;
  readonly startBytes: number;
  readonly mostDirectBytes: number;
  /** Bytes of an offset within the heap. */
  readonly offsetBytes: number;
}

function openHeap(file: Bytes, address: number): Heap {
  const head = cursorOf(file.at(address, 142));
  if (head.ascii(4) !== 'FRHP') throw damaged();
  head.skip(3);
  const filterBytes = head.u16();
  head.skip(1);
  const mostObjectBytes = head.u32();
  head.skip(96);
  const width = head.u16();
  const startBytes = head.u64();
  const mostDirectBytes = head.u64();
  const offsetBytes = Math.ceil(head.u16() / 8);
  head.skip(2);
  const root = head.u64();
  const rows = head.u16();
  if (filterBytes !== 0) throw damaged();
  if (width < 1 || width > 64 || startBytes < 1 || offsetBytes < 1 || offsetBytes > 8)
    throw damaged();
  const shape: HeapShape = { width, startBytes, mostDirectBytes, offsetBytes };
  const lengthBytes = bytesFor(Math.min(mostDirectBytes, mostObjectBytes));
  return {
    object(id) {
      const cursor = cursorOf(id);
      if ((cursor.u8() & 0x30) !== 0) throw damaged();
      const offset = cursor.uint(offsetBytes);
      const length = cursor.uint(lengthBytes);
      const block =
        rows === 0
          ? { address: root, start: 0 }
          : directBlock(file, shape, { address: root, rows, start: 0, offset });
      return file.at(block.address + (offset - block.start), length);
    },
  };
}

/** The block in which an offset lies, looked for from an indirect block on. */
function directBlock(
  file: Bytes,
  shape: HeapShape,
  {
    address,
    rows,
    start,
    offset,
  }: {
    readonly address: number;
    readonly rows: number;
    readonly start: number;
    readonly offset: number;
  },
): { readonly address: number; readonly start: number } {
  const { width, startBytes, mostDirectBytes, offsetBytes } = shape;
  const entries = cursorOf(file.at(address, 5 + 8 + offsetBytes + rows * width * 8));
  if (entries.ascii(4) !== 'FHIB') throw damaged();
  entries.skip(1 + 8 + offsetBytes);
  let from = start;
  for (let row = 0; row < rows; row++) {
    const size = startBytes * 2 ** Math.max(0, row - 1);
    for (let nth = 0; nth < width; nth++) {
      const child = entries.u64();
      if (offset < from + size) {
        if (size <= mostDirectBytes) return { address: child, start: from };
        const below = Math.log2(size) - Math.log2(startBytes * width) + 1;
        // Each is smaller than the one it lies in, so that this ends.
        if (!Number.isInteger(below) || below < 1 || below >= rows) throw damaged();
        return directBlock(file, shape, { address: child, rows: below, start: from, offset });
      }
      from += size;
    }
  }
  throw damaged();
}

/** All records of a B-tree of version 2. */
function recordsOf(file: Bytes, address: number): readonly Buffer[] {
  const head = cursorOf(file.at(address, 38));
  if (head.ascii(4) !== 'BTHD') throw damaged();
  head.skip(2);
  const nodeBytes = head.u32();
  const recordBytes = head.u16();
  const depth = head.u16();
  head.skip(2);
  const root = head.u64();
  const rootRecords = head.u16();
  if (recordBytes < 5 || nodeBytes < 16 || depth > 8) throw damaged();
  const most = capacities({ nodeBytes, recordBytes, depth });
  const records: Buffer[] = [];

  function walk(node: number, count: number, level: number): void {
    const cursor = cursorOf(file.at(node, nodeBytes));
    if (cursor.ascii(4) !== (level === 0 ? 'BTLF' : 'BTIN')) throw damaged();
    cursor.skip(2);
    for (let nth = 0; nth < count; nth++) records.push(cursor.bytes(recordBytes));
    if (records.length > mostTensors) throw damaged();
    if (level > 0) walkChildren(cursor, count, level);
  }

  function walkChildren(cursor: Cursor, count: number, level: number): void {
    const countBytes = bytesFor(most.own[level - 1] ?? 0);
    const totalBytes = level > 1 ? bytesFor(most.total[level - 1] ?? 0) : 0;
    for (let nth = 0; nth <= count; nth++) {
      const child = cursor.u64();
      const own = cursor.uint(countBytes);
      cursor.skip(totalBytes);
      walk(child, own, level - 1);
    }
  }

  if (rootRecords > 0) walk(root, rootRecords, depth);
  return records;
}

/** How many records a node of each level can have itself, and with all below it: numbers are as wide as these need. */
function capacities(given: {
  readonly nodeBytes: number;
  readonly recordBytes: number;
  readonly depth: number;
}): { readonly own: readonly number[]; readonly total: readonly number[] } {
  const { nodeBytes, recordBytes, depth } = given;
  const leaf = Math.floor((nodeBytes - 10) / recordBytes);
  const own = [leaf];
  const total = [leaf];
  for (let level = 1; level <= depth; level++) {
    const pointer =
      8 + bytesFor(own[level - 1] ?? 0) + (level > 1 ? bytesFor(total[level - 1] ?? 0) : 0);
    const count = Math.floor((nodeBytes - 10 - pointer) / (recordBytes + pointer));
    own.push(count);
    total.push((count + 1) * (total[level - 1] ?? 0) + count);
  }
  return { own, total };
}

function bytesFor(most: number): number {
  return Math.floor(Math.log2(Math.max(1, most)) / 8) + 1;
}

function damaged(): Refusal {
  return new Refusal('it is damaged: the names of a group cannot be read');
}
