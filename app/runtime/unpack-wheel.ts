import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import type { Member } from '../contract/runtime-manifest.ts';
import { readExactly, readWheelIndex, WheelFault, type WheelEntry } from './wheel-index.ts';

const headerBytes = 30;
const chunkBytes = 2 ** 20;

export interface Unpacking {
  readonly members: readonly Member[];
  readonly into: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes the wanted members below `into`, each checked by size and SHA-256 while it is written.
 * Throws a WheelFault at the first that is missing or not the pinned one; what was written by then is the caller's to remove.
 */
export async function unpackWheel(path: string, unpacking: Unpacking): Promise<void> {
  const file = await open(path);
  try {
    const entries = await readWheelIndex(file);
    for (const member of unpacking.members) {
      const entry = entries.get(member.path);
      if (entry === undefined) {
        throw new WheelFault(`${member.path} is missing in it`);
      }
      if (entry.bytes !== member.bytes) {
        throw new WheelFault(
          `${member.path} should have ${String(member.bytes)} bytes and says ${String(entry.bytes)}`,
        );
      }
      await unpackMember(file, { ...unpacking, entry, member });
    }
  } finally {
    await file.close();
  }
}

interface MemberUnpacking extends Unpacking {
  readonly entry: WheelEntry;
  readonly member: Member;
}

async function unpackMember(
  file: FileHandle,
  { entry, member, into, signal, onBytes }: MemberUnpacking,
): Promise<void> {
  const target = join(into, member.path);
  await mkdir(dirname(target), { recursive: true });

  const hash = createHash('sha256');
  let written = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      if (written > member.bytes) {
        done(new WheelFault(`${member.path} is larger than it says`));
        return;
      }
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  try {
    const [packed, unpack] = await openEntry(file, entry);
    // Executable, since one of NVIDIA's files is a program; the umask still has its say.
    const sink = createWriteStream(target, { flags: 'wx', mode: 0o755, flush: true });
    await pipeline(packed, unpack, check, sink, { signal });
  } catch (error) {
    throw isPackingFault(error) ? new WheelFault(`${member.path} is damaged in it`) : error;
  }
  if (written !== member.bytes || hash.digest('hex') !== member.sha256) {
    throw new WheelFault(`${member.path} is not the file that is pinned`);
  }
}

/** The packed bytes of an entry and what unpacks them, for a pipeline. */
export async function openEntry(
  file: FileHandle,
  { method, packedBytes, offset }: WheelEntry,
): Promise<readonly [Readable, Transform]> {
  const header = await readExactly(file, offset, headerBytes);
  const start = offset + headerBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const unpack = method === 'stored' ? new PassThrough() : createInflateRaw({ chunkSize: 2 ** 18 });
  return [Readable.from(chunks(file, start, start + packedBytes)), unpack];
}

/** Not a stream of the file's own: that would close the file when one entry fails. */
async function* chunks(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += chunkBytes) {
    yield await readExactly(file, at, Math.min(chunkBytes, end - at));
  }
}

function isPackingFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));
}
