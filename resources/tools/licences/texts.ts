import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const licenceFile = /^(?:licen[cs]e|copying|notice|unlicense)(?:[-.].*)?$/i;
/** Packages that differ by platform only: the one for this platform speaks for all. */
const families = [/^(node_modules\/@img\/sharp-)(?!libvips|wasm)/];

/** Packages that bring no text while their project has one with its holder: it is kept here. */
const keptTexts = [[/^node_modules\/onnxruntime-(?:node|common)$/, 'onnxruntime.txt']] as const;

/** What a package brings further in, of others whose work lies there: Microsoft's compiler of shaders, for Windows. */
const textsInside = [
  [
    /^node_modules\/webgpu$/,
    ['dist/win32-x64/dxcompiler-LICENSE.TXT', 'dist/win32-x64/dxcompiler-ThirdPartyNotices.txt'],
  ],
] as const;

/** Node writes out the licences of all its parts, 150 KB of them: a package of Maskwright brings that whole file beside it. */
const partsOfNode = /\nThe externally maintained libraries used by Node\.js are:[^]*$/;
const partsElsewhere =
  '\nThe licences of the libraries inside Node.js stand in the file LICENSE beside it, in the folder “node” of the program.';

/**
 * The licence as the package brings it, all its files one after the other. Where it brings none: that of its twin for
 * another platform, then the licence's own text where it is the same for everybody. Null when there is no text at all.
 */
export function licenceText(
  root: string,
  { folder, licence }: { readonly folder: string; readonly licence: string },
): string | null {
  const installed = join(root, folder);
  const own =
    inFolder(installed) ?? inReadme(installed) ?? ofTwin(root, folder) ?? kept(root, folder);
  if (own === null) return standardText(root, licence);
  const lesser = 'LGPL-3.0-or-later';
  // Packages with a library inside bring their own licence only.
  const isWhole = !licence.includes(lesser) || own.includes('LESSER GENERAL PUBLIC LICENSE');
  const text = [own.replace(partsOfNode, partsElsewhere), ...furtherIn(root, folder)].join('\n\n');
  return isWhole ? text : [text, standardText(root, lesser)].join('\n\n');
}

function inFolder(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder)
    .filter((name) => licenceFile.test(name) && statSync(join(folder, name)).isFile())
    .sort();
  const texts = files.map((name) => tidied(readFileSync(join(folder, name), 'utf8')));
  return texts.length === 0 ? null : texts.join('\n\n');
}

function furtherIn(root: string, folder: string): readonly string[] {
  const [, files] = textsInside.find(([pattern]) => pattern.test(folder)) ?? [];
  return (files ?? []).map((file) => tidied(readFileSync(join(root, folder, file), 'utf8')));
}

/** Some write it at the end of what there is to read. */
function inReadme(folder: string): string | null {
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => /^readme(?:\.md)?$/i.test(file))
    : undefined;
  if (name === undefined) return null;
  const text = tidied(readFileSync(join(folder, name), 'utf8'));
  const heading = /\n(?:#+ *licen[cs]e.*|licen[cs]e.*\n[-=]+)\n/i.exec(text);
  if (heading === null) return null;
  const [section = ''] = text.slice(heading.index + heading[0].length).split(/\n#|\n\[/);
  return section.includes('Permission is hereby granted') ? tidied(section) : null;
}

function ofTwin(root: string, folder: string): string | null {
  const family = families.flatMap((pattern) => pattern.exec(folder)?.[1] ?? [])[0];
  if (family === undefined) return null;
  const above = join(root, family, '..');
  const pattern = families[0];
  for (const name of existsSync(above) ? readdirSync(above).sort() : []) {
    const twin = `node_modules/@img/${name}`;
    const text = pattern?.test(twin) === true ? inFolder(join(root, twin)) : null;
    if (text !== null) return text;
  }
  return null;
}

function kept(root: string, folder: string): string | null {
  const [, file] = keptTexts.find(([pattern]) => pattern.test(folder)) ?? [];
  if (file === undefined) return null;
  return tidied(readFileSync(join(root, 'resources', 'licences', 'texts', file), 'utf8'));
}

/** `resources/licences/texts` holds the licences that name no holder. */
function standardText(root: string, licence: string): string | null {
  const parts = licence.replace(/[()]/g, '').split(' AND ');
  const texts = parts.map((part) => {
    const file = join(root, 'resources', 'licences', 'texts', `${part}.txt`);
    return existsSync(file) ? tidied(readFileSync(file, 'utf8')) : null;
  });
  const known = texts.filter((text) => text !== null);
  return known.length < texts.length || known.length === 0 ? null : known.join('\n\n');
}

/** The same licence with other line ends or a mark at its beginning is the same text, kept once. */
function tidied(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
