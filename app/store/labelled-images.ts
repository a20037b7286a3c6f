import type { Split } from '../domain/image.ts';
import { selectImages, type StoredImage } from './images.ts';
import type { Sql } from './sql.ts';

/**
 * A picture without objects counts as labelled, all background, when its file said so or a person did.
 * One from a plain folder that nobody has looked at says nothing, and would teach that everything is background.
 */
const isLabelled = `(annotations > 0 OR review <> 'untouched'
  OR EXISTS (SELECT 1 FROM source WHERE source.id = image.source AND kind <> 'folder'))`;

/** The pictures of these splits that can be learned from or compared with, by id; their files were there when last seen. */
export function listLabelled(sql: Sql, splits: readonly Split[]): StoredImage[] {
  return selectImages(
    sql,
    `split IN (SELECT value FROM json_each(?)) AND present = 1 AND ${isLabelled} ORDER BY image.id`,
    JSON.stringify(splits),
  );
}

/**
 * The pictures that nobody has labelled, by id, whose files were there when last seen: of those to train on and of those in no
 * split. What is held out to validate or to test stays unseen, labelled or not.
 */
export function listUnlabelled(sql: Sql): StoredImage[] {
  return selectImages(
    sql,
    `split IN ('train', 'none') AND present = 1 AND NOT ${isLabelled} ORDER BY image.id`,
  );
}

/** Some of those of one split, by id, without a look at the others. */
export function someLabelled(
  sql: Sql,
  split: Split,
  { from, count }: { readonly from: number; readonly count: number },
): StoredImage[] {
  return selectImages(
    sql,
    `split = ? AND present = 1 AND ${isLabelled} ORDER BY image.id LIMIT ? OFFSET ?`,
    split,
    count,
    from,
  );
}

/** Whether there is something to compare a prediction with, be it that there is nothing to see. */
export function hasLabel(sql: Sql, image: number): boolean {
  return sql.get(`SELECT 1 FROM image WHERE id = ? AND ${isLabelled}`, image) !== undefined;
}

export interface SplitTally {
  readonly split: Split;
  /** Pictures that can be learned from. */
  readonly usable: number;
  /** Of those, pictures in which there is nothing. */
  readonly empty: number;
  /** Left out because nobody has labelled them. */
  readonly unlabelled: number;
  /** Of those, pictures whose file is there. */
  readonly unlabelledPresent: number;
  /** Left out because their file is missing. */
  readonly missing: number;
}

/** In how many usable pictures of a split a class occurs. */
export interface CategoryTally {
  readonly category: number;
  readonly split: Split;
  readonly images: number;
}

/** What there is to learn from, by split. */
export interface LabelledTallies {
  readonly splits: readonly SplitTally[];
  readonly categories: readonly CategoryTally[];
}

export function tallyLabelled(sql: Sql): LabelledTallies {
  return {
    splits: sql.all<SplitTally>(
      `SELECT split, coalesce(sum(present = 1 AND ${isLabelled}), 0) AS usable,
         coalesce(sum(present = 1 AND ${isLabelled} AND annotations = 0), 0) AS empty,
         coalesce(sum(NOT ${isLabelled}), 0) AS unlabelled,
         coalesce(sum(present = 1 AND NOT ${isLabelled}), 0) AS unlabelledPresent,
         coalesce(sum(present = 0 AND ${isLabelled}), 0) AS missing
       FROM image GROUP BY split`,
    ),
    categories: sql.all<CategoryTally>(
      `SELECT category, split, count(*) AS images
       FROM image_category JOIN image ON image.id = image_category.image
       WHERE present = 1 GROUP BY category, split`,
    ),
  };
}
