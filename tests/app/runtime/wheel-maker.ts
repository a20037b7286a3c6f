import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Library, RuntimeManifest } from '../../../app/contract/runtime-manifest.ts';

/** Makes wheels a few hundred bytes large, honest ones and others, that the person's own pip takes for real. */

export interface EntryDraft {
  readonly path: string;
  readonly content: Buffer;
  /** What the index says instead of the truth. */
  readonly claimedBytes?: number;
  readonly isLink?: boolean;
  readonly isStored?: boolean;
  readonly isExecutable?: boolean;
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export function zipOf(entries: readonly EntryDraft[]): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { path, content, claimedBytes, isLink = false, isStored = false } = entry;
    const mode = isLink ? 0o120777 : entry.isExecutable === true ? 0o100755 : 0o100644;
    const name = Buffer.from(path);
    const packed = isStored ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isStored ? 0 : 8, 4);
    common.writeUInt32LE(0x5821_0000, 6);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const made = Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 3]);
    index.push(made, common, tail, name);
    const local = [Buffer.from([0x50, 0x4b, 0x03, 0x04]), common, name, packed];
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const indexed = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(indexed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, indexed, end]);
}

export const libraryPath = 'tensorflow/libtensorflow_cc.so.2';
export const libraryContent = Buffer.from(
  'not really TensorFlow, but long enough to be packed. '.repeat(40),
);
export const headerPath = 'tensorflow/include/tensorflow/c/c_api.h';
export const headerContent = Buffer.from('#pragma once\n');

const name = 'maskwright-probe';
const version = '1.0';
const platform = 'manylinux_2_27_x86_64';
export const wheelFile = `maskwright_probe-1.0-cp311-cp311-${platform}.whl`;

/** What pip wants to see in any wheel, and the two members that are wanted here. */
export function honestEntries(): readonly EntryDraft[] {
  const info = 'maskwright_probe-1.0.dist-info';
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;
  const wheel = `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: cp311-cp311-${platform}\n`;
  return [
    { path: libraryPath, content: libraryContent },
    { path: headerPath, content: headerContent, isStored: true },
    { path: `${info}/METADATA`, content: Buffer.from(metadata) },
    { path: `${info}/WHEEL`, content: Buffer.from(wheel) },
    { path: `${info}/RECORD`, content: Buffer.from('') },
  ];
}

/** The honest entries, with one replaced or, where nothing bears its name, added. */
export function entriesWith(draft: EntryDraft): readonly EntryDraft[] {
  return [draft, ...honestEntries().filter(({ path }) => path !== draft.path)];
}

/** A manifest that pins this wheel, whatever it holds, and the honest members. */
export function manifestOf(wheel: Buffer): RuntimeManifest & { readonly library: Library } {
  const library: Library = {
    platform: `${process.platform}-${process.arch}`,
    build: 'cpu',
    wheels: [
      {
        ...{ name, version, platform, bytes: wheel.length, sha256: sha256(wheel) },
        members: [
          { path: libraryPath, bytes: libraryContent.length, sha256: sha256(libraryContent) },
        ],
      },
    ],
  };
  const headers = [
    { path: headerPath, bytes: headerContent.length, sha256: sha256(headerContent) },
  ];
  return { tensorflow: '1.0', headers, libraries: [library], library };
}

/** Puts a wheel where pip is told to look for one, instead of any index. */
export function offer(folder: string, wheel: Buffer): void {
  writeFileSync(join(folder, wheelFile), wheel);
}
