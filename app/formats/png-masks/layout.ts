import type { Split } from '../../domain/image.ts';

export type MaskLayout = 'plain' | 'keras-segmentation';

/** Where the files of one picture go, relative to the export's folder, by its split; null where it has no place. */
export interface MaskFolders {
  readonly masks: string;
  /** Where a copy of the picture goes; null where the layout has none. */
  readonly pictures: string | null;
}

/**
 * `keras-segmentation` is the layout of the program of that name (divamgupta/image-segmentation-keras, README and
 * data_loader.py): four folders, picture and mask of the same stem; validation pictures count as training there.
 */
export function foldersOf(layout: MaskLayout, split: Split): MaskFolders | null {
  if (layout === 'plain') return { masks: '', pictures: null };
  if (split === 'none') return null;
  const part = split === 'test' ? 'test' : 'train';
  return { masks: `annotations_prepped_${part}`, pictures: `images_prepped_${part}` };
}

/** 255 unless the layout cannot bear it: keras-segmentation's check refuses every value that is no class. */
export function defaultIgnore(layout: MaskLayout): number {
  return layout === 'plain' ? 255 : 0;
}

/** What a prediction's two files have after the stem: the classes' values, and the picture under their colours. */
export const predictionEndings: readonly string[] = ['', '_overlay'];

/**
 * The stem that a picture's files have: that of its name, as other programs pair them. Where two folders hold pictures
 * of one name, the folders come before it: `train/a.jpg` becomes `train_a`, unless another picture is called so. A picture has
 * a file for each of the endings, and no two pictures share one: with `_overlay`, `a` leaves no place for `a_overlay`.
 */
export function uniqueStems(
  fileNames: readonly string[],
  endings: readonly string[] = [''],
): readonly string[] {
  const short = fileNames.map(stemOf);
  const counts = new Map<string, number>();
  for (const stem of short) count(counts, stem);
  const taken = new Set<string>();
  function take(stem: string): boolean {
    // Disks of Windows and macOS take A.png and a.png for one file.
    const files = endings.map((ending) => (stem + ending).toLowerCase());
    if (files.some((file) => taken.has(file))) return false;
    for (const file of files) taken.add(file);
    return true;
  }
  // First come those that nobody else is called like.
  const kept = short.map((stem) => counts.get(stem.toLowerCase()) === 1 && take(stem));
  return fileNames.map((fileName, k) => {
    if (kept[k] === true) return short[k] ?? '';
    const wished = longStem(fileName);
    let given = wished;
    for (let again = 2; !take(given); again++) given = `${wished}_${again}`;
    return given;
  });
}

function count(counts: Map<string, number>, stem: string): void {
  const key = stem.toLowerCase();
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The name without its folders and its ending. */
export function stemOf(fileName: string): string {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

function longStem(fileName: string): string {
  const folders = fileName.split('/').slice(0, -1);
  return [...folders, stemOf(fileName)].join('_');
}
