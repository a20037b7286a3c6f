import { metered, Refusal, type Bytes } from '../bytes.ts';
import { countOf, mostTensors } from '../found.ts';
import { cursorOf } from './cursor.ts';
import { attributeIn, datasetOf, type Dataset } from './dataset.ts';
import { isGroup, linksOf } from './links.ts';
import { messageKinds, messagesAt, type Message } from './object-header.ts';

/**
 * Reads HDF5 as far as files of weights need it: groups, datasets of numbers, attributes that are texts. It follows nothing that
 * leads out of the file, believes no length that the file is too short for, and runs nothing.
 * Source: HDF5 File Format Specification 3.0, https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html.
 */
export interface Group {
  /** The object of that name; null when there is none. */
  group(name: string): Group | null;
  dataset(name: string): Dataset | null;
  readonly names: readonly string[];
  /** The texts of an attribute; none when it is missing, or is no text. */
  texts(attribute: string): readonly string[];
}

const signature = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Groups within groups: Keras goes some ten deep. */
const mostDepth = 64;

export function isHdf5(bytes: Bytes): boolean {
  return bytes.size >= 8 && bytes.at(0, 8).equals(signature);
}

/** The group in which all else is. Throws a `Refusal`, or a RangeError where a structure is cut off. */
export function openHdf5(given: Bytes): Group {
  const file = metered(given);
  const head = cursorOf(file.at(0, Math.min(file.size, 96)), 8);
  const version = head.u8();
  if (version > 3) {
    throw new Refusal('it is written by a later version of HDF5', 'save it anew with Keras');
  }
  if (version < 2) {
    head.skip(4);
    checkWidths(head.u8(), head.u8());
    head.skip(version === 1 ? 13 : 9);
  } else {
    checkWidths(head.u8(), head.u8());
    head.skip(1);
  }
  const base = head.u64();
  head.skip(8);
  const end = head.u64();
  // The old superblock has the address of a driver and of a name before that of the root.
  if (version < 2) head.skip(16);
  const root = head.u64();
  if (base !== 0) throw new Refusal('it has something else before its HDF5');
  if (end > file.size) {
    throw new Refusal(`it is cut off: it says to have ${end} bytes, and it has ${file.size}`);
  }
  const budget = { links: 0 };
  return groupOf(file, messagesAt(file, root), { depth: 0, budget });
}

function checkWidths(offsets: number, lengths: number): void {
  if (offsets !== 8 || lengths !== 8) {
    throw new Refusal('its addresses do not have 64 bits', 'save it anew with Keras');
  }
}

interface Way {
  readonly depth: number;
  /** Names seen so far, in all groups that were opened: what is linked in a circle ends by it. */
  readonly budget: { links: number };
}

function groupOf(file: Bytes, messages: readonly Message[], { depth, budget }: Way): Group {
  const links = linksOf(file, messages);
  budget.links += links.size;
  if (budget.links > 6 * mostTensors || depth > mostDepth) {
    throw new Refusal('it is damaged: its groups have no end');
  }
  const opened = new Map<string, readonly Message[]>();

  function open(name: string): readonly Message[] | null {
    const known = opened.get(name);
    if (known !== undefined) return known;
    const address = links.get(name);
    if (address === undefined) return null;
    const found = messagesAt(file, address);
    opened.set(name, found);
    return found;
  }

  return {
    names: [...links.keys()],
    group(name) {
      const found = open(name);
      if (found === null || !isGroup(found)) return null;
      return groupOf(file, found, { depth: depth + 1, budget });
    },
    dataset(name) {
      const found = open(name);
      return found === null ? null : datasetOf(file, found, name);
    },
    texts: (attribute) => textsOf(file, messages, attribute),
  };
}

function textsOf(file: Bytes, messages: readonly Message[], wanted: string): readonly string[] {
  for (const { kind, data, isShared } of messages) {
    if (kind !== messageKinds.attribute || isShared) continue;
    const { name, shape, datatype, value } = attributeIn(data);
    if (name !== wanted) continue;
    const count = countOf(shape, name);
    if (datatype.kind !== 'text' && datatype.kind !== 'long-text') return [];
    if (count > mostTensors || count * datatype.size > value.length) {
      throw new Refusal('it is damaged: a list of names is longer than it can be');
    }
    return Array.from({ length: count }, (_, nth) => {
      const element = value.subarray(nth * datatype.size, (nth + 1) * datatype.size);
      const text = datatype.kind === 'text' ? element : longText(file, element);
      return text.toString('utf8').replace(/\0+$/, '');
    });
  }
  return [];
}

/** A text in the file's heap: its length, where the heap is, and which of it. */
function longText(file: Bytes, element: Buffer): Buffer {
  const cursor = cursorOf(element);
  const length = cursor.u32();
  const heap = cursor.u64();
  const wanted = cursor.u32();
  if (length === 0) return Buffer.alloc(0);
  const head = cursorOf(file.at(heap, 16));
  if (head.ascii(4) !== 'GCOL') throw new Refusal('it is damaged: a text is missing');
  head.skip(4);
  const objects = cursorOf(file.at(heap + 16, head.u64() - 16));
  for (;;) {
    const nth = objects.u16();
    objects.skip(6);
    const size = objects.u64();
    if (nth === 0) throw new Refusal('it is damaged: a text is missing');
    const bytes = objects.bytes(size);
    if (nth === wanted) return bytes.subarray(0, length);
    objects.align();
  }
}
