import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { holdLock } from '../../../app/store/lock.ts';
import type { FoundElectron } from '../bootstrap/find-electron.mjs';
import { root } from '../checks/step.ts';
import { pack, testName } from './builder.ts';
import { contentKey } from './content-key.ts';
import { filesBelow } from './link-tree.ts';
import { nameOf, stagingName, unpackedFolder, type Platform } from './platforms.ts';
import { stageStudio } from './stage.ts';
import type { Tools } from './targets.ts';
import { windowsElectron } from './windows-electron.ts';

const packages = join(root, 'dist', 'packages');
const lookMs = 200;

export interface Making {
  readonly platform: Platform;
  readonly targets: readonly string[];
  readonly electron: FoundElectron;
  readonly tools: Tools;
}

/** Stages and packs one platform. Resolves to the files that were made; none where the directory alone is wanted and current. */
export async function makePackages(making: Making): Promise<readonly string[]> {
  const { platform, targets, electron } = making;
  refuseUnbuilt(electron);
  const lock = await waitForLock(join(packages, 'making.lock'));
  try {
    const key = await packageKey(making);
    const stamp = join(packages, `${stagingName(platform)}.json`);
    const isCurrent =
      existsSync(executableOf(platform, electron)) &&
      (await readFile(stamp, 'utf8').catch(() => null)) === key;
    if (isCurrent && targets.every((target) => target === 'dir')) {
      return [];
    }
    await stageStudio(platform);
    const electronFolder = await electronFolderFor(making);
    const made = await pack({ ...making, electronFolder });
    await writeFile(stamp, key);
    return made;
  } finally {
    lock.release();
  }
}

/** The program in the directory package. */
export function executableOf(platform: Platform, { isTestVehicle }: FoundElectron): string {
  const folder = join(packages, unpackedFolder(platform));
  const name = isTestVehicle ? testName : 'maskwright';
  const title = isTestVehicle ? testName : 'Maskwright';
  switch (platform.system) {
    case 'linux':
      return join(folder, name);
    case 'win32':
      return join(folder, `${title}.exe`);
    case 'darwin':
      return join(folder, `${title}.app`, 'Contents', 'MacOS', title);
  }
}

function refuseUnbuilt({ appFolder }: FoundElectron): void {
  if (!existsSync(join(appFolder, 'package.json'))) {
    throw new Error(
      `The app folder is not built: ${appFolder} holds no package.json. “npm run dist” builds it first.`,
    );
  }
}

/** The tests' Electron lies in the cache; a shipped one for any platform is electron-builder's to fetch. */
async function electronFolderFor({ platform, electron }: Making): Promise<string | null> {
  if (!electron.isTestVehicle) {
    return null;
  }
  return platform.system === 'win32'
    ? windowsElectron(new AbortController().signal)
    : dirname(electron.file);
}

/** Another key where the directory package would come out differently. */
async function packageKey({ platform, electron }: Making): Promise<string> {
  const hash = createHash('sha256').update(await contentKey(platform));
  hash.update(`${nameOf(platform)} ${electron.version} ${electron.file}`);
  hash.update(readFileSync(join(root, 'electron-builder.yml')));
  for (const folder of [electron.appFolder, join(root, 'resources', 'icons')]) {
    for (const path of await filesBelow(folder)) {
      const { size } = statSync(join(folder, path));
      hash.update(`${path} ${String(size)}\0`).update(readFileSync(join(folder, path)));
    }
  }
  return hash.digest('hex');
}

/** Two tests may ask for the same package at once. */
async function waitForLock(file: string): Promise<{ release(): void }> {
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    const lock = holdLock(file);
    if (lock !== null) {
      return lock;
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
