import { copyFile, mkdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../contract/errors.ts';
import { shortageInWords } from './memory-shortage.ts';
import { environmentFor } from './engine-environment.ts';
import { cachedBinding, placedBinding, tfjsFolder, type Found } from './places.ts';
import type { RuntimeManifest } from '../contract/runtime-manifest.ts';
import { runProgram } from './run-program.ts';

/** Copies the cached binding to where tfjs looks for it. */
export async function placeBinding(manifest: RuntimeManifest): Promise<void> {
  const source = cachedBinding(manifest);
  const target = placedBinding();
  if (await sameContent(source, target)) {
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const beside = `${target}.${String(process.pid)}`;
  await copyFile(source, beside);
  await rename(beside, target);
}

/**
 * Lets the binding's own run path (`deps/lib` of its package) lead to the library, for programs that are started without
 * `engineEnvironment`: a test run by hand, a debugger. Windows has no run path.
 */
export async function linkLibrary({ folder }: Extract<Found, { kind: 'whole' }>): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const link = join(tfjsFolder(), 'deps', 'lib');
  const target = join(folder, 'tensorflow');
  if ((await readlink(link).catch(() => null)) === target) {
    return;
  }
  await mkdir(dirname(link), { recursive: true });
  const beside = `${link}.${String(process.pid)}`;
  await rm(beside, { force: true });
  await symlink(target, beside);
  await rename(beside, link);
}

/** Loads the placed binding in a process of its own: a library that this system cannot run shows here, and not in a training. */
export async function tryBinding(found: Found, signal: AbortSignal): Promise<void> {
  const { code, lines } = await runProgram(
    {
      file: process.execPath,
      arguments: ['-e', 'require(process.argv[1])', placedBinding()],
      environment: environmentFor(found),
    },
    signal,
  );
  if (code !== 0) {
    const said = lines.find((line) => line.startsWith('Error:')) ?? lines.at(-1) ?? 'it crashed';
    throw new StudioError(
      'unavailable',
      shortageInWords(said.slice(0, 300)) ??
        `The TensorFlow library is here but this computer cannot load it: ${said.trim().slice(0, 300)}. Training and predictions run on WebAssembly without it, slowly.`,
      { details: { lines } },
    );
  }
}

async function sameContent(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => readFile(path).catch(() => null)));
  return a !== null && a !== undefined && b?.equals(a) === true;
}
