import { Arch, build, Platform as BuilderPlatform, type Configuration } from 'electron-builder';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoundElectron } from '../bootstrap/find-electron.mjs';
import { root } from '../checks/step.ts';
import type { Platform } from './platforms.ts';
import type { Tools } from './targets.ts';

/** Of a package that is made around the tests' Electron: program, package and menu entry. */
export const testName = 'maskwright-test';

export interface Packing {
  readonly platform: Platform;
  /** As electron-builder names them. */
  readonly targets: readonly string[];
  readonly electron: FoundElectron;
  /** The folder of that Electron's release for the platform; null leaves it to electron-builder to fetch. */
  readonly electronFolder: string | null;
  readonly tools: Tools;
}

const builderPlatforms = {
  linux: BuilderPlatform.LINUX,
  win32: BuilderPlatform.WINDOWS,
  darwin: BuilderPlatform.MAC,
} as const;

/** Packs what is staged and built for a platform. Resolves to the files that were made. */
export async function pack(packing: Packing): Promise<readonly string[]> {
  const { platform, targets, tools } = packing;
  await setEnvironment(tools);
  return build({
    projectDir: root,
    targets: new Map([
      [builderPlatforms[platform.system], new Map([[Arch[platform.arch], [...targets]]])],
    ]),
    config: overrides(packing),
    publish: 'never',
  });
}

/** What differs from electron-builder.yml. A package around the tests' Electron has another name, so that nobody ships it. */
function overrides({ electron, electronFolder }: Packing): Configuration {
  const common: Configuration = {
    directories: { app: electron.appFolder },
    ...feedField(process.env),
    ...(electronFolder === null
      ? {}
      : { electronDist: electronFolder, electronVersion: electron.version }),
  };
  if (!electron.isTestVehicle) {
    return common;
  }
  const name = testName;
  return {
    ...common,
    appId: 'org.maskwright.test',
    productName: name,
    // Electron has fuses from version 12 on.
    electronFuses: null,
    extraMetadata: { name, productName: name, desktopName: `${name}.desktop` },
    linux: {
      executableName: name,
      desktop: { entry: { Name: 'Maskwright Test', StartupWMClass: name } },
    },
    win: { executableName: name },
  };
}

/** With the address that is written into the app folder, the feed for it is written beside the packages, to be signed by sign-feed.ts. */
function feedField({ MASKWRIGHT_UPDATE_URL: url = '' }: NodeJS.ProcessEnv): Configuration {
  return url === '' ? {} : { publish: { provider: 'generic', url } };
}

/** Tools that electron-builder would fetch are named, so that it need not. */
async function setEnvironment({ sevenZip }: Tools): Promise<void> {
  // At 7za's highest level, electron-builder's default, the .tar.gz alone was not done after ten minutes.
  process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '3';
  if (sevenZip !== null) {
    process.env.ELECTRON_BUILDER_7ZIP_PATH = sevenZip;
  }
  if (process.platform === 'linux') {
    process.env.CUSTOM_FPM_PATH = await debTool();
  }
}

/** electron-builder starts a program by its path alone: a line of shell leads to ours, on the project's own Node. */
async function debTool(): Promise<string> {
  const folder = join(root, 'dist', 'staging');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'build-deb');
  const program = join(root, 'resources', 'tools', 'build-deb.ts');
  await writeFile(file, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  await chmod(file, 0o755);
  return file;
}
