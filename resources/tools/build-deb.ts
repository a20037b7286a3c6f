/**
 * Stands in for fpm when electron-builder makes a .deb: the few options of fpm that it passes, done with dpkg-deb. So a .deb
 * needs neither Ruby nor a tool fetched from outside.
 *
 *   node build-deb.ts -s dir -t deb [OPTIONS] SOURCE/=/opt/Name SOURCE=/DESTINATION...
 */
import { chmod, cp, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../../app/runtime/run-program.ts';
import { controlText, readFpmWords, type FpmWords } from './packaging/fpm-words.ts';
import { filesBelow, linkFile } from './packaging/link-tree.ts';

const words = readFpmWords(process.argv.slice(2));
// Beside the package, so that hard links do instead of copies.
const output = words.one('package');
const folder = await mkdtemp(join(output === '' ? tmpdir() : dirname(output), '.deb-'));
try {
  await layOut(words, folder);
  await writeControl(words, folder);
  await build(words, folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function layOut({ places }: FpmWords, target: string): Promise<void> {
  for (const { from, to } of places) {
    if (from.endsWith('/')) {
      for (const path of await filesBelow(from)) {
        await linkFile(join(from, path), join(target, to, path));
      }
    } else {
      await mkdir(dirname(join(target, to)), { recursive: true });
      await copyFile(from, join(target, to));
      await chmod(join(target, to), 0o644);
    }
  }
}

async function writeControl(given: FpmWords, target: string): Promise<void> {
  const sizes = await Promise.all(
    (await filesBelow(target)).map(async (path) => (await stat(join(target, path))).size),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const control = join(target, 'DEBIAN');
  await mkdir(control, { mode: 0o755 });
  await writeFile(join(control, 'control'), controlText(given, Math.ceil(bytes / 1_024)));
  for (const [option, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ] as const) {
    if (given.one(option) !== '') {
      await cp(given.one(option), join(control, name));
      await chmod(join(control, name), 0o755);
    }
  }
  await chmod(target, 0o755);
}

async function build(given: FpmWords, target: string): Promise<void> {
  // dpkg-deb calls it gzip; its fast levels cost a few per cent of size and save most of the time.
  const compression = given.one('deb-compression') === 'gz' ? ['-Zgzip', '-z4'] : ['-Zxz', '-z6'];
  const { code, lines } = await runProgram({
    file: 'dpkg-deb',
    arguments: ['--root-owner-group', ...compression, '--build', target, output],
  });
  if (code !== 0) {
    process.stderr.write(`${lines.join('\n')}\n`);
    process.exitCode = 1;
  }
}
