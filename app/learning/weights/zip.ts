import { inflateRawSync } from 'node:zlib';
import { bytesOf, partOf, Refusal, type Bytes } from './bytes.ts';

/**
 * The files in a zip archive, as Keras and PyTorch write them, by its directory at the end. Nothing is unpacked before it is asked
 * for, and never more than its directory says, which is held against what is stored.
 * Source: PKWARE's APPNOTE 6.3.10.
 */
export interface Archive {
  readonly names: readonly string[];
  /** Throws a `Refusal` when it is not there. */
  open(name: string): Bytes;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly flags: number;
  readonly stored: number;
  readonly size: number;
  readonly header: number;
}

const mostEntries = 200_000;
/** As Keras' own reader: what would become more than so many times as large is a bomb. */
const mostInflation = 1000;
/** What is compressed is unpacked in memory, all of an archive together; Keras and PyTorch compress nothing. */
const mostInflatedBytes = 2 ** 30;
const endBytes = 22;
const beyond32 = 0xffff_ffff;

export function isZip(bytes: Bytes): boolean {
  return bytes.size >= endBytes && bytes.at(0, 4).readUInt32LE() === 0x0403_4b50;
}

export function openZip(file: Bytes): Archive {
  const directory = directoryOf(file);
  const entries = new Map(entriesIn(file, directory).map((entry) => [entry.name, entry]));
  /** Unpacked once each: many tensors may be parts of one. */
  const unpacked = new Map<string, Bytes>();
  let unpackedBytes = 0;
  return {
    names: [...entries.keys()],
    open(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Refusal(`“${name}” is missing in it`);
      const known = unpacked.get(name);
      if (known !== undefined) return known;
      const content = contentOf(file, entry, mostInflatedBytes - unpackedBytes);
      if (entry.method !== 0) {
        unpackedBytes += entry.size;
        unpacked.set(name, content);
      }
      return content;
    },
  };
}

interface Directory {
  readonly start: number;
  readonly bytes: number;
  readonly entries: number;
}

function directoryOf(file: Bytes): Directory {
  const tailBytes = Math.min(file.size, endBytes + 0xffff);
  const tail = file.at(file.size - tailBytes, tailBytes);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x0605_4b50) continue;
    const end = {
      entries: tail.readUInt16LE(at + 10),
      bytes: tail.readUInt32LE(at + 12),
      start: tail.readUInt32LE(at + 16),
    };
    const isLarge = end.entries === 0xffff || end.bytes === beyond32 || end.start === beyond32;
    return isLarge ? largeDirectory(file, tail, at) : end;
  }
  throw new Refusal('it is cut off: the directory at its end is missing');
}

/** PyTorch writes that of large archives whatever the size. */
function largeDirectory(file: Bytes, tail: Buffer, end: number): Directory {
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x0706_4b50) {
    throw new Refusal('it is damaged: the directory at its end is missing');
  }
  const record = file.at(Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (record.readUInt32LE(0) !== 0x0606_4b50) {
    throw new Refusal('it is damaged: the directory at its end is missing');
  }
  return {
    entries: Number(record.readBigUInt64LE(32)),
    bytes: Number(record.readBigUInt64LE(40)),
    start: Number(record.readBigUInt64LE(48)),
  };
}

function entriesIn(file: Bytes, { start, bytes, entries }: Directory): readonly Entry[] {
  if (entries > mostEntries)
    throw new Refusal('it is an archive of more files than any network has');
  const directory = file.at(start, bytes);
  const found: Entry[] = [];
  let at = 0;
  while (found.length < entries) {
    if (directory.readUInt32LE(at) !== 0x0201_4b50) {
      throw new Refusal('it is damaged: its directory cannot be read');
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const commentBytes = directory.readUInt16LE(at + 32);
    const nameAt = at + 46;
    if (nameAt + nameBytes + extraBytes > directory.length) {
      throw new Refusal('it is damaged: its directory cannot be read');
    }
    const extra = directory.subarray(nameAt + nameBytes, nameAt + nameBytes + extraBytes);
    found.push({
      name: directory.toString('utf8', nameAt, nameAt + nameBytes),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      ...largeSizes(extra, {
        stored: directory.readUInt32LE(at + 20),
        size: directory.readUInt32LE(at + 24),
        header: directory.readUInt32LE(at + 42),
      }),
    });
    at = nameAt + nameBytes + extraBytes + commentBytes;
  }
  return found;
}

/** What has no room in 32 bits stands in an extra field, in this order. */
function largeSizes(
  extra: Buffer,
  { stored, size, header }: Pick<Entry, 'stored' | 'size' | 'header'>,
): Pick<Entry, 'stored' | 'size' | 'header'> {
  for (let at = 0; at + 4 <= extra.length;) {
    const kind = extra.readUInt16LE(at);
    const length = extra.readUInt16LE(at + 2);
    if (kind === 1) {
      let place = at + 4;
      const real = (value: number): number => {
        if (value !== beyond32) return value;
        place += 8;
        return Number(extra.readBigUInt64LE(place - 8));
      };
      const realSize = real(size);
      const realStored = real(stored);
      return { size: realSize, stored: realStored, header: real(header) };
    }
    at += 4 + length;
  }
  return { stored, size, header };
}

function contentOf(
  file: Bytes,
  { name, method, flags, stored, size, header }: Entry,
  mostBytes: number,
): Bytes {
  const local = file.at(header, 30);
  if (local.readUInt32LE(0) !== 0x0403_4b50) {
    throw new Refusal(`it is damaged: “${name}” in it is not where its directory says`);
  }
  if ((flags & 1) !== 0) throw new Refusal(`“${name}” in it is encrypted`, 'save it without');
  const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = partOf(file, start, stored);
  if (method === 0) {
    if (stored !== size) throw new Refusal(`it is damaged: “${name}” in it has two lengths`);
    return packed;
  }
  if (method !== 8) throw new Refusal(`“${name}” in it is compressed in a way that is not known`);
  if (size > mostBytes || size > stored * mostInflation) {
    throw new Refusal(`“${name}” in it would become ${size} bytes of ${stored}`);
  }
  const bytes = inflateRawSync(packed.at(0, stored), { maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size) throw new Refusal(`it is damaged: “${name}” in it has two lengths`);
  return bytesOf(bytes);
}
