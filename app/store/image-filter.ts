import type { ImageFilter, ImageOrder } from '../contract/filters.ts';
import type { Value } from './sql.ts';

/** Part of a statement on `image`, with the values of its question marks in order. */
export interface Condition {
  readonly where: string;
  readonly values: readonly Value[];
}

/** What a picture must fulfil to pass; `1` when everything passes. */
export function conditionOf(filter: ImageFilter): Condition {
  const parts: Condition[] = [];
  if (filter.categories !== undefined) {
    parts.push({
      where: `image.id IN (SELECT image FROM image_category WHERE category IN (SELECT value FROM json_each(?)))`,
      values: [JSON.stringify(filter.categories)],
    });
  }
  if (filter.unlabelled !== undefined) parts.push(flag('unlabelled', filter.unlabelled));
  if (filter.splits !== undefined) parts.push(oneOf('split', filter.splits));
  if (filter.reviews !== undefined) parts.push(oneOf('review', filter.reviews));
  if (filter.predicted !== undefined) parts.push(flag('predicted', filter.predicted));
  if (filter.missing !== undefined) parts.push(flag('present', !filter.missing));
  if (filter.score !== undefined) {
    parts.push({ where: 'score BETWEEN ? AND ?', values: [...filter.score] });
  }
  const search = filter.search?.trim() ?? '';
  if (search !== '') parts.push(matching(search));
  if (parts.length === 0) return { where: '1', values: [] };
  return {
    where: parts.map(({ where }) => where).join(' AND '),
    values: parts.flatMap(({ values }) => values),
  };
}

function oneOf(column: string, choices: readonly string[]): Condition {
  return { where: `${column} IN (${choices.map(() => '?').join(', ')})`, values: choices };
}

function flag(column: string, value: boolean): Condition {
  return { where: `${column} = ?`, values: [value ? 1 : 0] };
}

function matching(search: string): Condition {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const id = /^\d{1,15}$/.test(search) ? Number(search) : null;
  if (id === null) return { where: `name LIKE ? ESCAPE '\\'`, values: [pattern] };
  return {
    where: `(name LIKE ? ESCAPE '\\' OR image.id = ? OR source_image = ?)`,
    values: [pattern, id, id],
  };
}

/** An order, and the index along which it goes. */
export interface Order {
  /** The words after ORDER BY. */
  readonly by: string;
  /** The words after the table that make SQLite walk it in this order. */
  readonly index: string;
}

/**
 * Pictures without a score or an edit come last either way. By state, untouched comes first: the states' names descend
 * in that order.
 */
export function orderOf({ by, descending }: ImageOrder): Order {
  const end = descending ? 'DESC' : 'ASC';
  switch (by) {
    case 'id':
      return { by: `image.id ${end}`, index: 'NOT INDEXED' };
    case 'name':
      return {
        by: `name COLLATE NOCASE ${end}, image.id ${end}`,
        index: 'INDEXED BY image_by_name',
      };
    case 'review':
      return {
        by: `review ${descending ? 'ASC' : 'DESC'}, image.id ${end}`,
        index: 'INDEXED BY image_by_review',
      };
    case 'score':
      return { by: `score ${end} NULLS LAST, image.id ${end}`, index: 'INDEXED BY image_by_score' };
    case 'edited':
      return {
        by: `edited_at ${end} NULLS LAST, image.id ${end}`,
        index: 'INDEXED BY image_by_edit',
      };
  }
}
