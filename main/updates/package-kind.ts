import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How this Maskwright was installed, and the ending of the file that would replace it. */
export interface PackageKind {
  readonly ending: string | null;
  /** Whether it can replace itself. What a package manager or a person put there is not for us to change. */
  readonly replacesItself: boolean;
}

export interface Installation {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** Electron's folder of resources, with electron-builder's note of the package. */
  readonly resources: string;
  /** The names beside the program: NSIS leaves an uninstaller there. */
  readonly beside: readonly string[];
}

export function packageKind({
  platform,
  environment,
  resources,
  beside,
}: Installation): PackageKind {
  if (platform === 'win32') {
    const hasUninstaller = beside.some((name) => /^Uninstall .*\.exe$/.test(name));
    return { ending: '.exe', replacesItself: hasUninstaller };
  }
  if (platform === 'linux') {
    const replacesItself = (environment['APPIMAGE'] ?? '') !== '';
    return { ending: replacesItself ? '.AppImage' : noted(resources), replacesItself };
  }
  return { ending: '.dmg', replacesItself: false };
}

function noted(resources: string): string | null {
  try {
    return `.${readFileSync(join(resources, 'package-type'), 'utf8').trim()}`;
  } catch {
    return null;
  }
}
