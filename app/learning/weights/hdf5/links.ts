import { Refusal, type Bytes } from '../bytes.ts';
import { mostTensors } from '../found.ts';
import { cursorOf } from './cursor.ts';
import { namedInHeap } from './fractal-heap.ts';
import { messageKinds, type Message } from './object-header.ts';

/**
 * The names in a group and where each object's header is. All three ways in which HDF5 keeps them: a table of symbols (what h5py
 * writes unless told otherwise), links in the header, and, for many of them, links in a heap.
 */
export function linksOf(file: Bytes, messages: readonly Message[]): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  let count = 0;
  function add(name: string, address: number): void {
    links.set(name, address);
    if (++count > mostTensors) throw new Refusal('a group of it holds more than any network has');
  }
  for (const { kind, data } of messages) {
    if (kind === messageKinds.symbolTable) {
      const cursor = cursorOf(data);
      inSymbolTable(file, { tree: cursor.u64(), heap: cursor.u64() }, add);
    } else if (kind === messageKinds.link) {
      const { name, address } = linkIn(data);
      add(name, address);
    } else if (kind === messageKinds.linkInfo) {
      for (const link of namedInHeap(file, data)) {
        const { name, address } = linkIn(link);
        add(name, address);
      }
    }
  }
  return links;
}

export function isGroup(messages: readonly Message[]): boolean {
  return messages.some(
    ({ kind }) => kind === messageKinds.symbolTable || kind === messageKinds.linkInfo,
  );
}

/** A link by another way than an address can lead anywhere: to another file of the person's, too. */
export function refuseLink(name: string): never {
  throw new Refusal(
    `“${name}” in it is a link to somewhere else, and only what the file itself holds is read`,
    'save the weights into one file',
  );
}

function linkIn(data: Buffer): { readonly name: string; readonly address: number } {
  const cursor = cursorOf(data);
  if (cursor.u8() !== 1) throw new Refusal('it is damaged: a link is of no known kind');
  const flags = cursor.u8();
  const kind = (flags & 8) === 0 ? 0 : cursor.u8();
  if ((flags & 4) !== 0) cursor.skip(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const name = cursor.bytes(cursor.uint(2 ** (flags & 3))).toString('utf8');
  if (kind !== 0) refuseLink(name);
  return { name, address: cursor.u64() };
}

/** A B-tree of nodes that list symbols; the names are in a heap beside it. */
function inSymbolTable(
  file: Bytes,
  { tree, heap }: { readonly tree: number; readonly heap: number },
  add: (name: string, address: number) => void,
): void {
  const head = cursorOf(file.at(heap, 32));
  if (head.ascii(4) !== 'HEAP')
    throw new Refusal('it is damaged: the names of a group are missing');
  head.skip(4);
  const size = head.u64();
  head.skip(8);
  const names = file.at(head.u64(), size);

  for (const leaf of treeLeaves(file, tree, 0)) {
    const node = cursorOf(file.at(leaf.child, 8));
    if (node.ascii(4) !== 'SNOD') throw new Refusal('it is damaged: a list of a group is missing');
    node.skip(2);
    const count = node.u16();
    const entries = cursorOf(file.at(leaf.child + 8, count * 40));
    for (let nth = 0; nth < count; nth++) {
      const place = entries.u64();
      const address = entries.u64();
      const cache = entries.u32();
      entries.skip(20);
      const end = names.indexOf(0, place);
      if (place >= names.length || end < 0) throw new RangeError('A name lies outside its heap.');
      const name = names.toString('utf8', place, end);
      if (cache === 2) refuseLink(name);
      add(name, address);
    }
  }
}

export interface TreeLeaf {
  readonly key: Buffer;
  readonly child: number;
}

/** Deep enough for all files there are: each level has dozens of children. */
const mostLevels = 8;
const mostEntries = 1_000_000;

/** The children at the bottom of a B-tree of version 1, each with the key before it, which takes `keyBytes`. */
export function treeLeaves(
  file: Bytes,
  root: number,
  kind: 0 | 1,
  keyBytes = 8,
): readonly TreeLeaf[] {
  const leaves: TreeLeaf[] = [];
  let entered = 0;
  function walk(address: number, above: number): void {
    const head = cursorOf(file.at(address, 24));
    if (head.ascii(4) !== 'TREE' || head.u8() !== kind) {
      throw new Refusal('it is damaged: a list of its parts is missing');
    }
    const level = head.u8();
    const used = head.u16();
    entered += used;
    if (level >= above || entered > mostEntries)
      throw new Refusal('it is damaged: a list has no end');
    const entries = cursorOf(file.at(address + 24, used * (keyBytes + 8)));
    for (let nth = 0; nth < used; nth++) {
      const key = entries.bytes(keyBytes);
      const child = entries.u64();
      if (level > 0) walk(child, level);
      else leaves.push({ key, child });
    }
  }
  walk(root, mostLevels);
  return leaves;
}
