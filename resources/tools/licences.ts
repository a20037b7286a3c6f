/** Writes resources/licences/licences.json anew from what is installed. To be run after every change of dependencies. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asWritten, licencesFile, listLicences } from './licences/list.ts';

const root = join(import.meta.dirname, '..', '..');
const list = listLicences(root);
const file = licencesFile(root);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, asWritten(list));

const without = list.packages.filter(({ text }) => text === null);
process.stdout.write(
  `${list.packages.length} packages, ${list.texts.length} different texts.\n${without
    .map(({ name, version, licence }) => `Without a text: ${name} ${version} (${licence})\n`)
    .join('')}`,
);
