/**
 * Makes the packages of a release: everything that this computer can build, with one sentence for what it cannot.
 *
 *   node resources/tools/dist.ts [--dir] [--platform NAME] [--target NAME]
 *
 * `--dir` makes the directory for this computer alone, and nothing where it is current. `--platform` (such as "win32-x64")
 * and `--target` (such as "deb"), each any number of times, make less than everything.
 */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { sizeInWords } from '../../app/runtime/progress.ts';
import { root } from './checks/step.ts';
import { electronAtHand } from './desktop/electron-at-hand.ts';
import { nameOf } from './packaging/platforms.ts';
import { makePackages } from './packaging/release.ts';
import { hasWindowsCompiler } from './packaging/windows-binding.ts';
import { targetsOf, toolsHere, type Target } from './packaging/targets.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    platform: { type: 'string', multiple: true, default: [] },
    target: { type: 'string', multiple: true, default: [] },
  },
});

function isAsked({ name, platform }: Target): boolean {
  const here = `${process.platform}-${process.arch}`;
  const platforms = values.dir ? [here] : values.platform;
  const names = values.dir ? ['dir'] : values.target;
  return (
    (platforms.length === 0 || platforms.includes(nameOf(platform))) &&
    (names.length === 0 || names.includes(name))
  );
}

/** A package for a system that this computer is not. */
async function foreignNote(): Promise<string> {
  return (await hasWindowsCompiler())
    ? '  It has never been run: its TensorFlow binding was cross-compiled here.'
    : '  It has never been run, and predicts without training: its TensorFlow binding is cross-compiled by mingw-w64, which is not here (on Debian: apt-get install g++-mingw-w64-x86-64).';
}

async function makeAll(): Promise<void> {
  const electron = electronAtHand();
  const tools = await toolsHere(electron.isTestVehicle);
  const asked = targetsOf(tools).filter(isAsked);
  if (asked.length === 0) {
    throw new Error('Nothing is known by that platform and target. See resources/tools/dist.ts.');
  }
  const platforms = new Set(asked.map(({ platform }) => platform));
  for (const platform of platforms) {
    const own = asked.filter((target) => target.platform === platform);
    const targets = own.filter(({ leftOut }) => leftOut === null).map(({ name }) => name);
    if (targets.length > 0) {
      const startedAt = performance.now();
      const made = await makePackages({ platform, targets, electron, tools });
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
      console.log(`${nameOf(platform)}: ${targets.join(', ')} in ${seconds} s.`);
      for (const file of made.filter((path) => statSync(path).isFile())) {
        console.log(`  ${relative(root, file)}, ${sizeInWords(statSync(file).size)}`);
      }
      if (platform.system !== process.platform) {
        console.log(await foreignNote());
      }
    }
    for (const { name, leftOut } of own.filter((target) => target.leftOut !== null)) {
      console.log(`${nameOf(platform)} ${name} is left out: ${leftOut ?? ''}.`);
    }
  }
  if (electron.isTestVehicle) {
    console.log(
      `Made around the tests' Electron ${electron.version}, hence the name maskwright-test: nothing of it is for shipping.`,
    );
  }
}

try {
  await makeAll();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
