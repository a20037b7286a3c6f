import type { Rect } from '../domain/geometry.ts';
import { nextNumber, takeNumbers } from './settings.ts';
import type { Sql } from './sql.ts';

/** An annotation as the table has it. */
export interface AnnotationRow extends Rect {
  readonly id: number;
  readonly image: number;
  readonly category: number;
  readonly source_annotation: number | null;
  readonly position: number;
  readonly crowd: number;
  readonly area: number;
  /** Null while it is the original record's own; 'P' + JSON polygons, or 'M' + compressed RLE. */
  readonly shape: string | null;
  readonly edited: number;
  readonly visible: number;
  readonly locked: number;
  readonly original_offset: number | null;
  readonly original_length: number | null;
  /** What the record said, while edited: see `Untouched`. */
  readonly untouched: string | null;
  /** On screen; null for the class's. */
  readonly color: string | null;
}

/** What the original record said of an annotation, kept so that undo brings back the very record. */
export interface Untouched extends Rect {
  readonly category: number;
  readonly area: number;
}

/** All of the table's, in its order. */
export const annotationColumns = `id, image, category, source_annotation, position, crowd, area, x, y, width, height, shape,
  edited, visible, locked, original_offset, original_length, untouched, color`;
const columns = annotationColumns;

const idKey = 'annotation.next';

/** Ids never given out before and never again. Answers the first of `count`. */
export function reserveAnnotations(sql: Sql, count: number): number {
  return takeNumbers(sql, idKey, count);
}

/** Whether the id was given out and nothing has it, here or in the trash. */
export function isFreeAnnotation(sql: Sql, id: number): boolean {
  if (id >= nextNumber(sql, idKey)) return false;
  const taken = sql.get(
    'SELECT 1 FROM annotation WHERE id = ? UNION ALL SELECT 1 FROM removed_annotation WHERE id = ?',
    id,
    id,
  );
  return taken === undefined;
}

/** Bottom first. */
export function listAnnotations(sql: Sql, image: number): AnnotationRow[] {
  return sql.all<AnnotationRow>(
    'SELECT * FROM annotation WHERE image = ? ORDER BY position, id',
    image,
  );
}

/** Where an object stands in its picture's drawing order. */
export type PlaceRow = Pick<AnnotationRow, 'id' | 'position'>;

/** The places of a picture's objects that are in the trash with their class. */
export function listWaiting(sql: Sql, image: number): PlaceRow[] {
  return sql.all<PlaceRow>(
    'SELECT id, position FROM removed_annotation WHERE image = ? AND trash IS NOT NULL',
    image,
  );
}

/** Of a picture's objects, those that are as their file says. */
export function untouchedIn(sql: Sql, image: number): number[] {
  return sql
    .all<{ id: number }>(
      'SELECT id FROM annotation WHERE image = ? AND edited = 0 ORDER BY position, id',
      image,
    )
    .map(({ id }) => id);
}

export function findAnnotation(sql: Sql, id: number): AnnotationRow | undefined {
  return sql.get<AnnotationRow>('SELECT * FROM annotation WHERE id = ?', id);
}

/** One made here, not read from a file. */
export interface NewAnnotation extends Rect {
  readonly id: number;
  readonly image: number;
  readonly category: number;
  readonly crowd: boolean;
  readonly area: number;
  readonly shape: string;
  readonly position: number;
}

export function insertAnnotation(sql: Sql, made: NewAnnotation): void {
  sql.run(
    `INSERT INTO annotation (id, image, category, position, crowd, area, x, y, width, height, shape, edited)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    made.id,
    made.image,
    made.category,
    made.position,
    made.crowd ? 1 : 0,
    made.area,
    made.x,
    made.y,
    made.width,
    made.height,
    made.shape,
  );
}

/** Takes an annotation away, every column kept for undo. */
export function removeAnnotation(sql: Sql, id: number): void {
  sql.run(
    'INSERT INTO removed_annotation SELECT NULL, annotation.* FROM annotation WHERE id = ?',
    id,
  );
  sql.run('DELETE FROM annotation WHERE id = ?', id);
}

/** One that a gesture took away, not its class. */
export function findRemoved(sql: Sql, id: number): AnnotationRow | undefined {
  return sql.get<AnnotationRow>(
    `SELECT ${columns} FROM removed_annotation WHERE id = ? AND trash IS NULL`,
    id,
  );
}

/** Brings back what `removeAnnotation` took away. */
export function bringBackAnnotation(sql: Sql, id: number): void {
  sql.run(
    `INSERT INTO annotation SELECT ${columns} FROM removed_annotation WHERE id = ? AND trash IS NULL`,
    id,
  );
  sql.run('DELETE FROM removed_annotation WHERE id = ?', id);
}

/** What an edit decides of an annotation. */
export interface Edit extends Rect {
  readonly category: number;
  readonly area: number;
  readonly shape: string | null;
  readonly edited: boolean;
  readonly untouched: Untouched | null;
}

export function updateAnnotation(sql: Sql, id: number, edit: Edit): void {
  sql.run(
    `UPDATE annotation SET category = ?, area = ?, x = ?, y = ?, width = ?, height = ?, shape = ?, edited = ?, untouched = ?
     WHERE id = ?`,
    edit.category,
    edit.area,
    edit.x,
    edit.y,
    edit.width,
    edit.height,
    edit.shape,
    edit.edited ? 1 : 0,
    edit.untouched === null ? null : untouchedText(edit.untouched),
    id,
  );
}

export function setPosition(sql: Sql, id: number, position: number): void {
  sql.run('UPDATE annotation SET position = ? WHERE id = ?', position, id);
}

export function setWaitingPosition(sql: Sql, id: number, position: number): void {
  sql.run('UPDATE removed_annotation SET position = ? WHERE id = ?', position, id);
}

export function setShown(
  sql: Sql,
  id: number,
  { visible, locked, color }: { visible: boolean; locked: boolean; color: string | null },
): void {
  sql.run(
    'UPDATE annotation SET visible = ?, locked = ?, color = ? WHERE id = ?',
    visible ? 1 : 0,
    locked ? 1 : 0,
    color,
    id,
  );
}

export function untouchedOf(row: AnnotationRow): Untouched | null {
  if (row.untouched === null) return null;
  const [category = 0, area = 0, x = 0, y = 0, width = 0, height = 0] = JSON.parse(
    row.untouched,
  ) as number[];
  return { category, area, x, y, width, height };
}

function untouchedText({ category, area, x, y, width, height }: Untouched): string {
  return JSON.stringify([category, area, x, y, width, height]);
}
