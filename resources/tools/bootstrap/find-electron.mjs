import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

const folder = join(root, 'node_modules', 'electron');

/** Before it the page needs lowering: its bundle is made for the Chromium of this Electron. */
const oldestForThePage = 38;

/**
 * The Electron that a person named (MASKWRIGHT_ELECTRON or ELECTRON_OVERRIDE_DIST_PATH) or that the installer of the npm
 * package has fetched; null where there is none yet.
 */
export function findElectron() {
  const { MASKWRIGHT_ELECTRON: named, ELECTRON_OVERRIDE_DIST_PATH: override } = process.env;
  if (named) {
    return existsSync(named) ? described(named) : null;
  }
  const path = textOf(join(folder, 'path.txt'));
  const file = override
    ? join(override, path ?? executableName())
    : path && join(folder, 'dist', path);
  return file && existsSync(file) ? described(file) : null;
}

/** What an executable of Electron is, by the file `version` that lies beside it in every release. */
export function described(file) {
  const version = (textOf(join(releaseOf(file), 'version')) ?? '').replace(/^v/, '');
  // One without that file was packed by somebody: taken for as new as the one that is shipped.
  const isTestVehicle = Number.parseInt(version, 10) < oldestForThePage;
  const app = isTestVehicle ? 'desktop-83' : 'desktop';
  return { file, version, appFolder: join(root, 'dist', app), isTestVehicle };
}

function executableName() {
  switch (process.platform) {
    case 'darwin':
      return 'Electron.app/Contents/MacOS/Electron';
    case 'win32':
      return 'electron.exe';
    default:
      return 'electron';
  }
}

/** On macOS the executable lies deep in a bundle, the version beside that. */
function releaseOf(file) {
  const bundle = file.indexOf('Electron.app');
  return bundle === -1 ? dirname(file) : file.slice(0, bundle);
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
