import { existsSync } from 'node:fs';
import { described, findElectron, type FoundElectron } from '../bootstrap/find-electron.mjs';
import { testElectronFile } from './test-electron.ts';

/**
 * The Electron to test, photograph and package with: the one MASKWRIGHT_ELECTRON names, the shipped one where it could be
 * fetched, or the tests' old one. Throws with a sentence where there is none.
 */
export function electronAtHand(): FoundElectron {
  const found = findElectron();
  if (found !== null) {
    return found;
  }
  const vehicle = testElectronFile();
  if (!existsSync(vehicle)) {
    throw new Error(
      'There is no Electron to test the window with. “npm test” fetches one with pip; MASKWRIGHT_ELECTRON can name another.',
    );
  }
  return described(vehicle);
}
