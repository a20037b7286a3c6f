import { join } from 'node:path';
import type { Size } from '../../domain/geometry.ts';
import { readHeader } from '../../pictures/header.ts';
import { filesUnder } from '../files-under.ts';
import { eachOf, lookAt } from './import-pictures.ts';

/** A picture whose file is looked for. */
export interface SoughtPicture extends Size {
  readonly id: number;
  /** Where it was, relative to its source's folder. */
  readonly fileName: string;
}

/**
 * Where pictures are now, relative to `folder`, by id: at their old place in it, else anywhere in it under their old
 * name. A picture of another size is another picture; of several that fit, none is taken, since any could be the wrong one.
 */
export async function findPictures(
  folder: string,
  pictures: readonly SoughtPicture[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  await eachOf(pictures, {
    signal,
    async work({ id, fileName, width, height }) {
      const look = await lookAt(folder, fileName);
      if ('reason' in look) return;
      if (look.header.width === width && look.header.height === height) found.set(id, fileName);
    },
  });
  const lost = pictures.filter(({ id }) => !found.has(id));
  if (lost.length === 0) return found;
  const places = await placesByName(
    folder,
    new Set(lost.map(({ fileName }) => nameOf(fileName))),
    signal,
  );
  // A place where another picture of the source is remembered stays that picture's.
  const taken = new Set(pictures.map(({ fileName }) => fileName));
  await eachOf(lost, {
    signal,
    async work({ id, fileName, ...size }) {
      const candidates = places.get(nameOf(fileName)) ?? [];
      const fitting: string[] = [];
      for (const place of candidates) {
        if (!taken.has(place) && (await hasSize(join(folder, place), size))) fitting.push(place);
      }
      if (fitting.length === 1) found.set(id, fitting[0]!);
    },
  });
  return withoutShared(found);
}

/** Two pictures cannot have one file: neither gets it. */
function withoutShared(found: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  const counts = new Map<string, number>();
  for (const place of found.values()) counts.set(place, (counts.get(place) ?? 0) + 1);
  return new Map([...found].filter(([, place]) => counts.get(place) === 1));
}

/** Where files with these names are. */
async function placesByName(
  root: string,
  names: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, string[]>();
  for await (const place of filesUnder(root, signal)) {
    const name = nameOf(place);
    if (names.has(name)) places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}

function nameOf(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf('/') + 1);
}

async function hasSize(path: string, { width, height }: Size): Promise<boolean> {
  const header = await readHeader(path).catch(() => null);
  return header?.width === width && header.height === height;
}
