import { open, opendir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CocoOverview } from '../../contract/methods.ts';
import { type CocoIndex, indexCoco } from '../../formats/coco/index-coco.ts';
import { readImage } from '../../formats/coco/read-image.ts';
import { readRanges } from '../../formats/coco/read-ranges.ts';
import { joinInside } from '../../formats/join-inside.ts';

/** What an instances file holds, for the import dialog. Throws when it cannot be used as a whole. */
export async function inspectCocoFile(file: string, signal: AbortSignal): Promise<CocoOverview> {
  const index = await indexCoco(file, { signal });
  const { annotations } = index;
  const counts = new Map<number, { annotations: number; images: Set<number> }>();
  for (const { id } of index.categories) counts.set(id, { annotations: 0, images: new Set() });
  let crowds = 0;
  for (let row = 0; row < annotations.ids.length; row++) {
    crowds += annotations.crowds.at(row);
    const count = counts.get(annotations.categories.at(row));
    if (count === undefined) continue;
    count.annotations++;
    count.images.add(annotations.images.at(row));
  }
  const categories = index.categories.map(({ id, name }) => {
    const count = counts.get(id);
    return { id, name, images: count?.images.size ?? 0, annotations: count?.annotations ?? 0 };
  });
  const isPet = ({ name }: { readonly name: string }) => Number(name === 'cat' || name === 'dog');
  categories.sort((a, b) => isPet(b) - isPet(a) || (isPet(a) ? a.id - b.id : b.images - a.images));
  return {
    images: index.images.ids.length,
    annotations: annotations.ids.length,
    crowds,
    categories,
    suggestedImages: await suggestFolder(index),
  };
}

const namesTried = 5;
const foldersTried = 200;

/** Looks for the first pictures' files near the annotation file: ../images, ../train2014, and whatever lies there. */
async function suggestFolder(index: CocoIndex): Promise<string | null> {
  const names = await firstNames(index);
  if (names.length === 0) return null;
  const home = dirname(await realpath(index.file));
  const above = dirname(home);
  const stem = /(train|val|test|unlabeled)\d{4}/.exec(index.file)?.[0];
  const likely = [
    ...(stem ? [join(above, 'images', stem), join(above, stem), join(home, stem)] : []),
    join(above, 'images'),
    join(home, 'images'),
    home,
    above,
  ];
  const folders = new Set(likely);
  for (const folder of [home, above, join(above, 'images'), join(home, 'images')]) {
    for (const entry of await foldersIn(folder)) folders.add(entry);
  }
  let best: { folder: string; found: number } | null = null;
  for (const folder of folders) {
    const found = await countFound(folder, names);
    if (found === names.length) return folder;
    if (found > (best?.found ?? 0)) best = { folder, found };
  }
  return best?.folder ?? null;
}

async function firstNames(index: CocoIndex): Promise<string[]> {
  const { offsets, lengths } = index.images;
  const names: string[] = [];
  await using file = await open(index.file, 'r');
  await readRanges(
    file,
    {
      count: Math.min(namesTried, offsets.length),
      offset: (k) => offsets.at(k),
      length: (k) => lengths.at(k),
    },
    {
      visit(bytes, start, end) {
        const record = readImage(bytes, start, end);
        if ('fileName' in record) names.push(record.fileName);
      },
      pause: () => Promise.resolve(),
    },
  );
  return names;
}

async function countFound(folder: string, names: readonly string[]): Promise<number> {
  let found = 0;
  for (const name of names) {
    const path = joinInside(folder, name);
    if (typeof path !== 'string') continue;
    try {
      if ((await stat(path)).isFile()) found++;
    } catch {
      // Not in this folder: the next one is tried.
    }
  }
  return found;
}

async function foldersIn(folder: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        folders.push(join(folder, entry.name));
      if (folders.length === foldersTried) break;
    }
  } catch {
    // A folder that is not there suggests nothing.
  }
  return folders.sort();
}
