import type { Problems } from '../../formats/coco/problems.ts';
import type { Pairing } from '../../formats/png-masks/pairs.ts';
import type { PictureHeader } from '../../pictures/header.ts';
import type { ImportTables } from '../../store/import-tables.ts';
import { eachOf, lookAt } from './import-pictures.ts';

/** A picture that can be used, and the mask that was found for it. */
export interface MaskPicture {
  /** Its number within the source, from 1; it keeps it when it is imported again. */
  readonly number: number;
  readonly picture: string;
  readonly mask: string;
  /** Of the picture's file, absolute. */
  readonly path: string;
  readonly header: PictureHeader;
}

/** Looks at the pictures of all pairs and numbers those that can be used. */
export async function lookAtPictures(
  pairs: Pairing['pairs'],
  {
    folder,
    tables,
    problems,
    signal,
    progress,
  }: {
    readonly folder: string;
    readonly tables: ImportTables;
    readonly problems: Problems;
    readonly signal: AbortSignal;
    readonly progress: (share: number) => void;
  },
): Promise<readonly MaskPicture[]> {
  const looks = new Array<Pick<MaskPicture, 'path' | 'header'> | string>(pairs.length);
  let done = 0;
  await eachOf(pairs, {
    signal,
    async work({ picture }, k) {
      const look = await lookAt(folder, picture);
      if ('header' in look) {
        looks[k] = look;
      } else {
        looks[k] = look.reason;
      }
      progress(++done / pairs.length);
    },
  });
  let next = tables.highestNumber() + 1;
  return pairs.flatMap((pair, k) => {
    const look = looks[k]!;
    if (typeof look === 'string') {
      problems.add(pair.picture, look);
      return [];
    }
    return [{ ...pair, ...look, number: tables.numberOfFile(pair.picture) ?? next++ }];
  });
}
