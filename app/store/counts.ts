import type { ImageFilter } from '../contract/filters.ts';
import type { Result } from '../contract/methods.ts';
import { conditionOf } from './image-filter.ts';
import type { Sql } from './sql.ts';

export type ImageCounts = Result<'image.counts'>;

const scoreBins = 20;

/** Pictures alike in everything that filters look at. */
interface Group {
  readonly split: string;
  readonly review: string;
  readonly present: number;
  readonly predicted: number;
  readonly unlabelled: number;
  readonly score_bin: number | null;
  readonly in_score: number;
  readonly count: number;
}

type Facet = 'splits' | 'reviews' | 'predicted' | 'missing' | 'score' | 'labels';

/**
 * How many pictures each choice would show, the other filters kept. One walk over an index groups the pictures;
 * everything but the classes is then added up from a few hundred groups.
 */
export function countsOf(sql: Sql, filter: ImageFilter): ImageCounts {
  const groups = groupsOf(sql, filter, filter.categories);
  const sum = (test: (group: Group) => boolean, but: Facet | null) =>
    groups.reduce(
      (total, group) => (test(group) && passes(group, filter, but) ? total + group.count : total),
      0,
    );
  const each = <K extends string>(keys: readonly K[], count: (key: K) => number) =>
    Object.fromEntries(keys.map((key) => [key, count(key)]));
  return {
    total: sum(() => true, null),
    categories: categoryCounts(sql, filter),
    unlabelled: unlabelledCount(sql, filter, groups),
    splits: each(['train', 'val', 'test', 'none'], (split) =>
      sum((group) => group.split === split, 'splits'),
    ),
    reviews: each(['untouched', 'edited', 'accepted'], (review) =>
      sum((group) => group.review === review, 'reviews'),
    ),
    predicted: sum((group) => group.predicted === 1, 'predicted'),
    missing: sum((group) => group.present === 0, 'missing'),
    scores: Array.from({ length: scoreBins }, (_, bin) =>
      sum((group) => group.score_bin === bin, 'score'),
    ),
  };
}

function groupsOf(
  sql: Sql,
  { score, search }: ImageFilter,
  categories: readonly number[] | undefined,
): Group[] {
  const { where, values } = conditionOf({
    ...(search === undefined ? {} : { search }),
    ...(categories === undefined ? {} : { categories: [...categories] }),
  });
  const columns = 'split, review, present, predicted, unlabelled, score_bin';
  const inScore = score === undefined ? '1' : 'coalesce(score BETWEEN ? AND ?, 0)';
  const grouping = score === undefined ? columns : `${columns}, in_score`;
  return sql.all<Group>(
    `SELECT ${columns}, ${inScore} AS in_score, count(*) AS count FROM image WHERE ${where} GROUP BY ${grouping}`,
    ...(score ?? []),
    ...values,
  );
}

/** Whether a group passes every filter but that of the facet being counted. */
function passes(group: Group, filter: ImageFilter, but: Facet | null): boolean {
  return (
    (but === 'splits' || (filter.splits?.some((split) => split === group.split) ?? true)) &&
    (but === 'reviews' || (filter.reviews?.some((review) => review === group.review) ?? true)) &&
    (but === 'predicted' || isAsWanted(filter.predicted, group.predicted === 1)) &&
    (but === 'missing' || isAsWanted(filter.missing, group.present === 0)) &&
    (but === 'score' || group.in_score === 1) &&
    (but === 'labels' || isAsWanted(filter.unlabelled, group.unlabelled === 1))
  );
}

function isAsWanted(wanted: boolean | undefined, is: boolean): boolean {
  return wanted === undefined || wanted === is;
}

/** Classes and "without any object" are one facet: neither narrows the other's counts. */
function unlabelledCount(sql: Sql, filter: ImageFilter, groups: readonly Group[]): number {
  const all = filter.categories === undefined ? groups : groupsOf(sql, filter, undefined);
  return all.reduce(
    (total, group) =>
      group.unlabelled === 1 && passes(group, filter, 'labels') ? total + group.count : total,
    0,
  );
}

function categoryCounts(sql: Sql, filter: ImageFilter): { id: number; count: number }[] {
  const { categories: _categories, unlabelled: _unlabelled, ...others } = filter;
  const { where, values } = conditionOf(others);
  const among = where === '1' ? '1' : `image IN (SELECT id FROM image WHERE ${where})`;
  return sql.all<{ id: number; count: number }>(
    `SELECT category AS id, count(*) AS count FROM image_category WHERE ${among} GROUP BY category ORDER BY category`,
    ...values,
  );
}

/** Brings the counted columns of one picture up to date with its annotations. */
export function recountImage(sql: Sql, image: number): void {
  sql.run('DELETE FROM image_category WHERE image = ?', image);
  sql.run(
    'INSERT INTO image_category SELECT image, category, count(*) FROM annotation WHERE image = ? GROUP BY category',
    image,
  );
  sql.run(
    'UPDATE image SET annotations = (SELECT count(*) FROM annotation WHERE annotation.image = image.id) WHERE id = ?',
    image,
  );
}

export function recountImages(sql: Sql, images: readonly number[]): void {
  for (const image of images) recountImage(sql, image);
}

/** The same for every picture: after an import, or when a class comes or goes. */
export function recountAll(sql: Sql): void {
  sql.run('DELETE FROM image_category');
  sql.run(
    'INSERT INTO image_category SELECT image, category, count(*) FROM annotation GROUP BY image, category',
  );
  sql.run(
    'UPDATE image SET annotations = (SELECT count(*) FROM annotation WHERE annotation.image = image.id)',
  );
}
