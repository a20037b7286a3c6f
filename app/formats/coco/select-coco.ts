import { StudioError } from '../../contract/errors.ts';
import type { Column } from './column.ts';
import type { CocoIndex } from './index-coco.ts';

export interface CocoChoice {
  /** Names; left out: all. */
  readonly categories?: readonly string[] | undefined;
  /** At most so many pictures, by ascending id. */
  readonly limit?: number | undefined;
}

/** What of a file is wanted: indexes into the index's columns. */
export interface CocoSelection {
  readonly categoryIds: ReadonlySet<number>;
  /** By ascending image id. */
  readonly images: readonly number[];
  /** In the order of the file. Annotations of every picture chosen, of the categories chosen. */
  readonly annotations: Uint32Array;
  /** Image id to its row. */
  readonly rowOfImage: ReadonlyMap<number, number>;
}

/**
 * The union of the pictures of the chosen categories, as pycocotools' `getImgIds` of each answers them; without
 * categories, every picture. Records that clash or refer to nothing are named in the index's problems.
 * Throws `bad-input` for a category that the file does not have.
 */
export function selectCoco(index: CocoIndex, { categories, limit }: CocoChoice): CocoSelection {
  const { images, annotations, problems } = index;
  const known = new Set(index.categories.map((category) => category.id));
  const categoryIds = chosenCategories(index, categories);
  const rowOfImage = firstRows(images.ids, (id) => {
    problems.add(`image ${id}`, 'Its id occurs more than once; the first record is kept.');
  });
  const repeated = repeatedRows(annotations.ids);

  const wanted: number[] = [];
  const withObjects = new Set<number>();
  for (let row = 0; row < annotations.ids.length; row++) {
    const category = annotations.categories.at(row);
    const image = annotations.images.at(row);
    const where = `annotation ${annotations.ids.at(row)}`;
    if (!known.has(category)) {
      problems.add(where, `Its category ${category} is not in the file.`);
    } else if (categoryIds.has(category)) {
      if (!rowOfImage.has(image)) {
        problems.add(where, `Its image ${image} is not in the file.`);
      } else if (repeated?.has(row)) {
        problems.add(where, 'Its id occurs more than once; the first record is kept.');
      } else {
        wanted.push(row);
        withObjects.add(image);
      }
    }
  }
  const candidates = categories === undefined ? [...rowOfImage.keys()] : [...withObjects];
  candidates.sort((a, b) => a - b);
  const ids = limit === undefined ? candidates : candidates.slice(0, limit);
  const taken = ids.length === rowOfImage.size ? rowOfImage : new Set(ids);
  return {
    categoryIds,
    images: ids.map((id) => rowOfImage.get(id) ?? 0),
    annotations: Uint32Array.from(wanted.filter((row) => taken.has(annotations.images.at(row)))),
    rowOfImage,
  };
}

function chosenCategories(index: CocoIndex, names: CocoChoice['categories']): ReadonlySet<number> {
  if (names === undefined) return new Set(index.categories.map(({ id }) => id));
  const ids = new Set<number>();
  for (const name of names) {
    const found = index.categories.filter((category) => category.name === name);
    if (found.length === 0) {
      const list = index.categories.map((category) => category.name).join(', ');
      throw new StudioError(
        'bad-input',
        `There is no category “${name}” in this file. It has: ${list.slice(0, 1000) || 'none'}.`,
      );
    }
    for (const { id } of found) ids.add(id);
  }
  return ids;
}

/** Id to the first row that has it. */
function firstRows(ids: Column, repeated: (id: number) => void): Map<number, number> {
  const rows = new Map<number, number>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids.at(row);
    if (rows.has(id)) repeated(id);
    else rows.set(id, row);
  }
  return rows;
}

/** The rows whose id was there before; null when there are none. Sorting a copy is cheaper than a set of every id. */
function repeatedRows(ids: Column): ReadonlySet<number> | null {
  const sorted = ids.values.slice().sort();
  const twice = new Set<number>();
  for (let k = 1; k < sorted.length; k++) {
    if (sorted[k] === sorted[k - 1]) twice.add(sorted[k]!);
  }
  if (twice.size === 0) return null;
  const rows = new Set<number>();
  const seen = new Set<number>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids.at(row);
    if (!twice.has(id)) continue;
    if (seen.has(id)) rows.add(row);
    seen.add(id);
  }
  return rows;
}
