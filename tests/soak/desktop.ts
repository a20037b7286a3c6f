/**
 * npm run soak desktop
 *
 * Installs the .deb as a person does, starts the app by its desktop entry, draws the sample project, trains an epoch, quits,
 * removes the package, and looks that the person's own work is still there. Needs Debian and root; on any other computer it
 * says so and ends with 2. The first step that fails ends it with 1.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../app/runtime/run-program.ts';
import { root } from '../../resources/tools/checks/step.ts';
import { launchDesktop } from '../desktop/launching.ts';
import { goTo, toast } from '../journeys/browsing.ts';
import { clickTrain, runRow, setRecipe } from '../journeys/training.ts';

const packages = join(root, 'dist', 'packages');
const entries = '/usr/share/applications';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function must(file: string, ...words: readonly string[]): Promise<readonly string[]> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  const { code, lines } = await runProgram({ file, arguments: words, environment });
  if (code !== 0) {
    throw new Error(`${file} ${words.join(' ')} failed:\n${lines.slice(-20).join('\n')}`);
  }
  return lines;
}

async function makeDeb(): Promise<string> {
  const here = `${process.platform}-${process.arch}`;
  const dist = join(root, 'resources', 'tools', 'dist.ts');
  await must(process.execPath, dist, '--platform', here, '--target', 'deb');
  const name = readdirSync(packages).find((file) => file.endsWith('.deb'));
  if (name === undefined) {
    throw new Error(`There is no .deb in ${packages} after it was made.`);
  }
  return join(packages, name);
}

/** What the entry that came with the package starts, without the field codes for files. */
async function programOf(packageName: string): Promise<string> {
  const files = await must('dpkg-query', '--listfiles', packageName);
  const entry = files.find((file) => file.startsWith(`${entries}/`) && file.endsWith('.desktop'));
  if (entry === undefined) {
    throw new Error(`${packageName} brought no desktop entry.`);
  }
  const text = readFileSync(entry, 'utf8');
  const exec = /^Exec=(.+)$/m.exec(text)?.[1];
  if (exec === undefined || !/^MimeType=.*application\/x-maskwright-project;/m.test(text)) {
    throw new Error(`${entry} starts nothing or does not open projects:\n${text}`);
  }
  return exec.replace(/ %[fFuU]\b/g, '').replace(/^"(.*)"$/, '$1');
}

async function useIt(program: string, home: string): Promise<void> {
  // Nothing of the clone: the package has to bring everything.
  const environment = { MASKWRIGHT_NODE: '', MASKWRIGHT_CACHE: join(home, '.cache', 'maskwright') };
  const desktop = await launchDesktop({ home, packaged: program, environment });
  try {
    const { page } = desktop;
    await page.getByRole('button', { name: 'Try it with sample pictures' }).click();
    await toast(page, '60 pictures').waitFor();
    await goTo(page, 'Train');
    await setRecipe(page, { Epochs: 1, 'Picture size': 32, 'Pictures at once': 4 });
    await clickTrain(page);
    await runRow(page, 'run-1').getByText('finished').waitFor({ timeout: 180_000 });
    await desktop.quit();
    if (desktop.complaints.length > 0) {
      throw new Error(`The window complained:\n${desktop.complaints.join('\n')}`);
    }
  } finally {
    await desktop.close();
  }
}

/** The project's files below the home, which neither the app's end nor its removal may touch. */
function ownWork(home: string): readonly string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(project\.maskwright|project\.sqlite|metrics\.csv|weights\.bin|model\.json)$/.test(path),
  );
}

async function soak(): Promise<void> {
  const deb = await makeDeb();
  const [packageName = ''] = await must('dpkg-deb', '--field', deb, 'Package');
  const home = await mkdtemp(join(tmpdir(), 'maskwright-installed-'));
  try {
    await must('apt-get', 'install', '--yes', '--no-install-recommends', deb);
    say(`${packageName} is installed.`);
    try {
      const program = await programOf(packageName);
      await useIt(program, home);
      say('It was started by its desktop entry and trained an epoch.');
      const before = ownWork(home);
      if (!before.some((path) => path.endsWith('metrics.csv'))) {
        throw new Error(`No run was found below ${home}: ${before.join(', ')}`);
      }
      await must('apt-get', 'remove', '--yes', packageName);
      const after = ownWork(home);
      if (existsSync(program) || after.join() !== before.join()) {
        throw new Error('Its removal left the program behind or took something of the person.');
      }
      say(`It was removed, and all ${String(after.length)} files of the person were kept.`);
    } finally {
      await must('apt-get', 'purge', '--yes', packageName);
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

const isDebian = (await runProgram({ file: 'apt-get', arguments: ['--version'] })).code === 0;
if (!isDebian || process.getuid?.() !== 0) {
  say('This installs a package, so it needs Debian and root.');
  process.exitCode = 2;
} else {
  await soak().catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  });
}
