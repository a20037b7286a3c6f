import { runProgram } from '../../../app/runtime/run-program.ts';
import { isThisComputer, platformNamed, type Platform } from './platforms.ts';

/** One thing that a release is made of. */
export interface Target {
  /** As electron-builder names it. */
  readonly name: string;
  readonly platform: Platform;
  /** Why this computer does not build it, in one sentence; null where it does. */
  readonly leftOut: string | null;
}

const wanted = {
  'linux-x64': ['dir', 'tar.gz', 'deb', 'AppImage'],
  'linux-arm64': ['dir', 'tar.gz', 'deb', 'AppImage'],
  'win32-x64': ['dir', 'zip', 'nsis', 'msi'],
  'darwin-arm64': ['dir', 'dmg', 'zip'],
} as const;

/** What this computer has, asked once. */
export interface Tools {
  readonly sevenZip: string | null;
  readonly hasDpkg: boolean;
  /** Whether electron-builder can fetch its own tools: only where a shipped Electron could be fetched as well. */
  readonly canFetchTools: boolean;
}

export async function toolsHere(isTestVehicle: boolean): Promise<Tools> {
  return {
    sevenZip: await whereIs('7za'),
    hasDpkg: (await runProgram({ file: 'dpkg-deb', arguments: ['--version'] })).code === 0,
    canFetchTools: !isTestVehicle,
  };
}

/** Every target of a release, those that this computer cannot build with the reason: they are not even tried. */
export function targetsOf(tools: Tools): readonly Target[] {
  return Object.entries(wanted).flatMap(([name, targets]) => {
    const platform = platformNamed(name);
    return targets.map((target) => ({
      name: target,
      platform,
      leftOut: reasonAgainst(target, platform, tools),
    }));
  });
}

function reasonAgainst(target: string, platform: Platform, tools: Tools): string | null {
  return againstPlatform(platform, tools) ?? againstTool(target, tools);
}

function againstPlatform(platform: Platform, { canFetchTools }: Tools): string | null {
  const { system, arch } = platform;
  if (system === 'win32') {
    return process.platform === 'linux'
      ? null
      : 'packages for Windows are made on Linux, where mingw-w64 compiles their TensorFlow binding';
  }
  if (isThisComputer(platform)) {
    return null;
  }
  return system === 'darwin'
    ? 'a package for macOS is signed and sealed by tools that only macOS has'
    : `its TensorFlow binding is compiled on ${system} ${arch}, and this computer is another kind${canFetchTools ? '' : ', which has no Electron for it either'}`;
}

function againstTool(target: string, { sevenZip, hasDpkg, canFetchTools }: Tools): string | null {
  switch (target) {
    case 'dir':
      return null;
    case 'tar.gz':
    case 'zip':
      return sevenZip === null && !canFetchTools
        ? 'it is packed with 7za, which is not here (on Debian: apt-get install p7zip-full)'
        : null;
    case 'deb':
      return hasDpkg ? null : 'it is packed with dpkg-deb, which is not here';
    default:
      return canFetchTools
        ? null
        : `electron-builder fetches its tools for ${target} from the place Electron comes from, which this computer cannot reach`;
  }
}

async function whereIs(program: string): Promise<string | null> {
  const { code, lines } = await runProgram({ file: 'which', arguments: [program] });
  return code === 0 ? (lines[0] ?? null) : null;
}
