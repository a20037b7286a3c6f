import { stemOf, uniqueStems } from './layout.ts';

/** Which mask belongs to which picture, by name. Paths are relative to their folders, with /. */
export interface Pairing {
  readonly pairs: readonly { readonly picture: string; readonly mask: string }[];
  readonly unpaired: readonly { readonly file: string; readonly reason: string }[];
}

/** Of names such as `a_mask.png`. */
const suffix = /_(?:masks?|label|seg|gt|annotation)$/i;
export const maskEndings = /\.(?:png|bmp|dib)$/i;

/**
 * Pairs pictures with masks of the same stem: in the same folder within theirs, as `export masks` names them (`train_a`
 * where two folders hold an `a`, and no picture is called so itself), or wherever only one has the name. A mask may be called `a_mask`, `_masks`,
 * `_label`, `_seg`, `_gt` or `_annotation` too. Whatever finds no partner is named with what to do.
 */
export function pairMasks(pictures: readonly string[], masks: readonly string[]): Pairing {
  const byPath = indexOf(masks, pathStem);
  const byName = indexOf(masks, stemOf);
  const exported = uniqueStems(pictures);
  const ownStems = new Set(pictures.map(pathStem));
  const nameCounts = indexOf(pictures, stemOf);
  const takenBy = new Map<string, string>();
  const pairs: { picture: string; mask: string }[] = [];
  const unpaired: { file: string; reason: string }[] = [];
  for (const [k, picture] of pictures.entries()) {
    const candidates = [byPath.get(pathStem(picture))];
    const asExported = exported[k] ?? '';
    if (!ownStems.has(asExported)) candidates.push(byPath.get(asExported));
    if (nameCounts.get(stemOf(picture))?.length === 1) candidates.push(byName.get(stemOf(picture)));
    const found = candidates.find((list) => list !== undefined);
    const [mask] = found ?? [];
    if (found === undefined || mask === undefined) {
      const reason = `It has no mask: “${stemOf(picture)}.png” was expected. Make one, or leave the picture out.`;
      unpaired.push({ file: picture, reason });
    } else if (found.length > 1) {
      const reason = `It has ${found.length} masks (“${found.slice(0, 3).join('”, “')}”), and one was expected. Take the others away.`;
      for (const one of found) takenBy.set(one, picture);
      unpaired.push({ file: picture, reason });
    } else if (takenBy.has(mask)) {
      const reason = `“${mask}” is the mask of “${takenBy.get(mask) ?? ''}” already. Give one of the two pictures another name, and its mask the same.`;
      unpaired.push({ file: picture, reason });
    } else {
      takenBy.set(mask, picture);
      pairs.push({ picture, mask });
    }
  }
  for (const mask of masks) {
    if (takenBy.has(mask)) continue;
    const reason = `No picture has its name: one called “${stemOf(mask).replace(suffix, '')}” was expected. Add it, or take the mask away.`;
    unpaired.push({ file: mask, reason });
  }
  return { pairs, unpaired };
}

/**
 * The files of one folder that holds both: what is called like a mask (`a_mask.png`), and PNG and BMP files beside a
 * picture of another format and the same stem, are masks.
 */
export function divideOneFolder(names: readonly string[]): {
  readonly pictures: readonly string[];
  readonly masks: readonly string[];
} {
  const others = new Set(names.filter((name) => !maskEndings.test(name)).map(pathStem));
  const isMask = (name: string): boolean =>
    maskEndings.test(name) && (suffix.test(pathStem(name)) || others.has(pathStem(name)));
  return {
    pictures: names.filter((name) => !isMask(name)),
    masks: names.filter((name) => isMask(name)),
  };
}

/** By stem, and by stem without a suffix where no mask has the short one itself. */
function indexOf(
  files: readonly string[],
  stem: (file: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const exact = Map.groupBy(files, stem);
  const short = Map.groupBy(
    files.filter((file) => suffix.test(stem(file))),
    (file) => stem(file).replace(suffix, ''),
  );
  return new Map([...short, ...exact]);
}

/** The path without its ending. */
function pathStem(file: string): string {
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return folder + stemOf(file);
}
