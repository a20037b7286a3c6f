import { join } from 'node:path';
import { runProgram } from '../../../app/runtime/run-program.ts';
import { root } from '../checks/step.ts';
import { electronAtHand } from '../desktop/electron-at-hand.ts';
import { platformNamed } from './platforms.ts';
import { executableOf } from './release.ts';

/** Packs the directory for this computer where it is not current. Resolves to the program in it. */
export async function packagedApp(): Promise<string> {
  // In a process of its own: electron-builder changes the environment it runs in.
  const { code, lines } = await runProgram({
    file: process.execPath,
    arguments: [join(root, 'resources', 'tools', 'dist.ts'), '--dir'],
  });
  if (code !== 0) {
    throw new Error(`The package could not be made:\n${lines.join('\n')}`);
  }
  const here = platformNamed(`${process.platform}-${process.arch}`);
  return executableOf(here, electronAtHand());
}
