import type { FileHandle } from 'node:fs/promises';

/** The index of a wheel, which is a zip file: only as much of the format as wheels use, and every number distrusted. */

export interface WheelEntry {
  readonly path: string;
  readonly method: 'stored' | 'deflated';
  readonly packedBytes: number;
  readonly bytes: number;
  /** Of the entry's own header, in the file. */
  readonly offset: number;
}

export class WheelFault extends Error {
  override readonly name = 'WheelFault';
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;
const largestIndexBytes = 64 * 2 ** 20;
const mostEntries = 0xfffe;
const needsZip64 = 0xffffffff;
const unixFileType = 0o170000;
const unixLink = 0o120000;

/** Every file of the wheel by path. Throws a WheelFault when the file is cut, holds links or names a place outside itself. */
export async function readWheelIndex(file: FileHandle): Promise<ReadonlyMap<string, WheelEntry>> {
  const { size } = await file.stat();
  const end = await findEnd(file, size);
  const count = end.readUInt16LE(10);
  const length = end.readUInt32LE(12);
  const start = end.readUInt32LE(16);
  if (count > mostEntries || length > largestIndexBytes || start + length > size) {
    throw new WheelFault('its index does not fit the file');
  }
  return parseEntries(await readExactly(file, start, length), { count, size });
}

export async function readExactly(
  file: FileHandle,
  offset: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  if (bytesRead < length) {
    throw new WheelFault('it ends too early');
  }
  return buffer;
}

async function findEnd(file: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, endBytes + longestComment);
  const tail = await readExactly(file, size - length, length);
  for (let at = length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === endSignature) {
      return tail.subarray(at, at + endBytes);
    }
  }
  throw new WheelFault('it is not a wheel, or only the first part of one');
}

function parseEntries(
  index: Buffer,
  { count, size }: { readonly count: number; readonly size: number },
): ReadonlyMap<string, WheelEntry> {
  const entries = new Map<string, WheelEntry>();
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > index.length || index.readUInt32LE(at) !== entrySignature) {
      throw new WheelFault('its index is damaged');
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      index.readUInt16LE(at + o),
    ) as [number, number, number];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > index.length) {
      throw new WheelFault('its index is damaged');
    }
    const path = index.toString('utf8', at + 46, at + 46 + nameLength);
    const entry = {
      path,
      method: methodOf(index.readUInt16LE(at + 10), path),
      packedBytes: index.readUInt32LE(at + 20),
      bytes: index.readUInt32LE(at + 24),
      offset: index.readUInt32LE(at + 42),
    };
    refuseOddEntry(entry, {
      mode: index.readUInt32LE(at + 38) >>> 16,
      size,
      twice: entries.has(path),
    });
    entries.set(path, entry);
    at = next;
  }
  return entries;
}

function methodOf(code: number, path: string): WheelEntry['method'] {
  switch (code) {
    case 0:
      return 'stored';
    case 8:
      return 'deflated';
    default:
      throw new WheelFault(`${path} is packed in a way that is not known here`);
  }
}

function refuseOddEntry(
  { path, packedBytes, bytes, offset }: WheelEntry,
  { mode, size, twice }: { readonly mode: number; readonly size: number; readonly twice: boolean },
): void {
  if ((mode & unixFileType) === unixLink) {
    throw new WheelFault(`${path} is a link`);
  }
  if (/^[/\\]|\\|:|\0|(?:^|\/)\.\.(?:\/|$)/.test(path)) {
    throw new WheelFault(`it names a place outside itself: ${JSON.stringify(path)}`);
  }
  if (twice) {
    throw new WheelFault(`${path} stands in it twice`);
  }
  if (bytes === needsZip64 || offset + packedBytes > size) {
    throw new WheelFault(`the size of ${path} cannot be true`);
  }
}
