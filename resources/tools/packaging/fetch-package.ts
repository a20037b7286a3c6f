import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../../app/runtime/run-program.ts';
import { root } from '../checks/step.ts';
import type { Locked } from './lockfile.ts';

const cache = join(root, 'dist', 'fetched');

/**
 * The folder of a package that npm did not install because it is for another kind of computer. Fetched with the person's own
 * npm by exact version, and compared with the lockfile before it is unpacked.
 */
export async function fetchPackage({ name, version, integrity }: Locked): Promise<string> {
  const target = join(cache, `${name.replace('/', '+')}-${version}`);
  if (existsSync(target)) {
    return target;
  }
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, '.unfinished-'));
  try {
    const words = ['pack', `${name}@${version}`, '--ignore-scripts', '--pack-destination', folder];
    await must('npm', words);
    const tarball = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
    if (tarball === undefined) {
      throw new Error(`npm brought nothing for ${name} ${version}.`);
    }
    const bytes = await readFile(join(folder, tarball));
    if (`sha512-${createHash('sha512').update(bytes).digest('base64')}` !== integrity) {
      throw new Error(`${name} ${version} is not the package that the lockfile names.`);
    }
    await must('tar', ['-xzf', join(folder, tarball), '-C', folder]);
    await rename(join(folder, 'package'), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return target;
}

async function must(file: string, words: readonly string[]): Promise<void> {
  const { code, lines } = await runProgram({ file, arguments: words });
  if (code !== 0) {
    throw new Error(
      `${file} ${words[0] ?? ''} failed: ${lines.at(-1)?.trim() ?? 'it said nothing'}`,
    );
  }
}
