import { app } from 'electron';
import { join } from 'node:path';

/** Where everything lies: in an installed app below its resources, in a clone at its root. */
export interface Places {
  /** Holds `app/`, which our own Node runs. */
  readonly studio: string;
  readonly node: string;
  readonly page: string;
  readonly preload: string;
  readonly icon: string;
  /** This person's window, logs and compiled sources. */
  readonly state: string;
}

export function findPlaces(): Places {
  const appFolder = app.getAppPath();
  const state = app.getPath('userData');
  const common = {
    page: join(appFolder, 'page'),
    preload: join(appFolder, 'preload.cjs'),
    icon: join(appFolder, 'icon.png'),
    state,
  };
  if (app.isPackaged) {
    const studio = join(process.resourcesPath, 'studio');
    const binary = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
    return { ...common, studio, node: join(studio, 'node', binary) };
  }
  const named = process.env['MASKWRIGHT_NODE'];
  if (named === undefined || named === '') {
    throw new Error(
      'MASKWRIGHT_NODE must name the Node that runs the studio. “npm start” sets it.',
    );
  }
  return { ...common, studio: join(appFolder, '..', '..'), node: named };
}
