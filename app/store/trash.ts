import type { Evaluation } from '../contract/methods.ts';
import type { Prediction } from './predictions.ts';
import { annotationColumns } from './annotations.ts';
import type { Sql } from './sql.ts';

/** What can be brought back. A class's objects wait in a table of their own, a run's folder in the project's trash. */
export type Trashed =
  | {
      readonly kind: 'category';
      readonly id: number;
      readonly name: string;
      readonly color: string;
      readonly source: number | null;
      readonly original: string | null;
    }
  | {
      readonly kind: 'run';
      readonly run: string;
      readonly predictions: readonly Prediction[];
      readonly evaluations: readonly Evaluation[];
    };

/** Answers the id to bring it back by. */
export function putInTrash(sql: Sql, trashed: Trashed, at: string): number {
  const row = sql.get<{ id: number }>(
    'INSERT INTO trash (kind, at, content) VALUES (?, ?, ?) RETURNING id',
    trashed.kind,
    at,
    JSON.stringify(trashed),
  );
  return row?.id ?? 0;
}

export function findTrashed(sql: Sql, id: number): Trashed | undefined {
  const row = sql.get<{ content: string }>('SELECT content FROM trash WHERE id = ?', id);
  return row && (JSON.parse(row.content) as Trashed);
}

export function removeFromTrash(sql: Sql, id: number): void {
  sql.run('DELETE FROM trash WHERE id = ?', id);
}

/** A class that was deleted, and what to bring it back by. */
export interface TrashedClass {
  readonly trash: number;
  readonly name: string;
}

/** The class that an object went to the trash with; undefined when it is not there. */
export function trashOfAnnotation(sql: Sql, id: number): TrashedClass | undefined {
  return sql.get<TrashedClass>(
    `SELECT trash.id AS trash, trash.content ->> 'name' AS name
     FROM removed_annotation JOIN trash ON trash.id = removed_annotation.trash
     WHERE removed_annotation.id = ?`,
    id,
  );
}

/** The class of this id as it was deleted last; undefined while there is one. */
export function trashOfCategory(sql: Sql, id: number): TrashedClass | undefined {
  return sql.get<TrashedClass>(
    `SELECT id AS trash, content ->> 'name' AS name FROM trash
     WHERE kind = 'category' AND content ->> 'id' = ?
     AND NOT EXISTS (SELECT 1 FROM category WHERE category.id = ?)
     ORDER BY trash.id DESC LIMIT 1`,
    id,
    id,
  );
}

/** Moves a class and its objects to the trash. Answers the trash's id and how many objects there were. */
export function trashCategory(
  sql: Sql,
  category: number,
  at: string,
): { trash: number; annotations: number; images: number[] } | undefined {
  const row = sql.get<Omit<Extract<Trashed, { kind: 'category' }>, 'kind'>>(
    'SELECT id, name, color, source, original FROM category WHERE id = ?',
    category,
  );
  if (row === undefined) return undefined;
  const trash = putInTrash(sql, { kind: 'category', ...row }, at);
  const images = imagesWith(sql, category);
  const annotations = sql.run(
    'INSERT INTO removed_annotation SELECT ?, annotation.* FROM annotation WHERE category = ?',
    trash,
    category,
  );
  sql.run('DELETE FROM annotation WHERE category = ?', category);
  sql.run('DELETE FROM image_category WHERE category = ?', category);
  sql.run('DELETE FROM category WHERE id = ?', category);
  return { trash, annotations, images };
}

/** Brings a class and its objects back. Answers the pictures that changed. */
export function restoreCategory(
  sql: Sql,
  trash: number,
  { id, name, color, source, original }: Extract<Trashed, { kind: 'category' }>,
): number[] {
  // The class may be there again: its file was imported once more in the meantime.
  sql.run(
    'INSERT OR IGNORE INTO category (id, name, color, source, original) VALUES (?, ?, ?, ?, ?)',
    id,
    name,
    color,
    source,
    original,
  );
  sql.run(
    `INSERT INTO annotation SELECT ${annotationColumns} FROM removed_annotation WHERE trash = ?`,
    trash,
  );
  removeFromTrash(sql, trash);
  return imagesWith(sql, id);
}

function imagesWith(sql: Sql, category: number): number[] {
  return sql
    .all<{ image: number }>(
      'SELECT DISTINCT image FROM annotation WHERE category = ? ORDER BY image',
      category,
    )
    .map(({ image }) => image);
}
