import type { Size } from '../domain/geometry.ts';
import type { AnnotationRow } from './annotations.ts';
import type { Sql } from './sql.ts';

/** A picture as an export needs it. */
export interface ExportImage extends Size {
  readonly id: number;
  readonly source: number;
  readonly source_image: number | null;
  readonly file_name: string;
  readonly original_offset: number | null;
  readonly original_length: number | null;
}

/** An object with what an export needs of its picture. */
export interface ExportAnnotation extends AnnotationRow {
  readonly source: number;
  readonly source_image: number | null;
  readonly image_width: number;
  readonly image_height: number;
}

export interface ExportSource {
  readonly id: number;
  readonly file: string | null;
  /** The file's other top-level members: [key, original text]. */
  readonly members: readonly (readonly [string, string])[];
}

export interface ExportCategory {
  readonly id: number;
  readonly name: string;
  readonly source: number | null;
  readonly original: string | null;
}

const imagesAtOnce = 1000;

const imageColumns =
  'id, source, source_image, file_name, width, height, original_offset, original_length';
const annotationColumns = `annotation.*, image.source, image.source_image,
  image.width AS image_width, image.height AS image_height`;

/** By id, a thousand at a time. */
export function* eachImage(sql: Sql): Generator<ExportImage> {
  let last = -1;
  for (;;) {
    const page = sql.all<ExportImage>(
      `SELECT ${imageColumns} FROM image WHERE id > ? ORDER BY id LIMIT ?`,
      last,
      imagesAtOnce,
    );
    yield* page;
    const end = page.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

/** Picture by picture, bottom first, those of a thousand pictures at a time. */
export function* eachAnnotation(sql: Sql): Generator<ExportAnnotation> {
  let last = -1;
  for (;;) {
    const { end = null } =
      sql.get<{ end: number | null }>(
        'SELECT max(id) AS end FROM (SELECT id FROM image WHERE id > ? ORDER BY id LIMIT ?)',
        last,
        imagesAtOnce,
      ) ?? {};
    if (end === null) return;
    yield* sql.all<ExportAnnotation>(
      `SELECT ${annotationColumns} FROM annotation JOIN image ON image.id = annotation.image
       WHERE annotation.image > ? AND annotation.image <= ? ORDER BY annotation.image, position, annotation.id`,
      last,
      end,
    );
    last = end;
  }
}

/** What was changed of one source: its edited objects and those made on its pictures. */
export function listChanged(sql: Sql, source: number): ExportAnnotation[] {
  return sql.all<ExportAnnotation>(
    `SELECT ${annotationColumns} FROM annotation JOIN image ON image.id = annotation.image
     WHERE image.source = ? AND (edited = 1 OR source_annotation IS NULL) ORDER BY annotation.id`,
    source,
  );
}

/** Ids, in their file, of the source's objects that were deleted. */
export function listDeleted(sql: Sql, source: number): number[] {
  return sql
    .all<{ id: number }>(
      `SELECT source_annotation AS id FROM removed_annotation AS removed JOIN image ON image.id = removed.image
       WHERE image.source = ? AND source_annotation IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM annotation WHERE annotation.id = removed.id)`,
      source,
    )
    .map(({ id }) => id);
}

export function listExportSources(sql: Sql): ExportSource[] {
  return sql
    .all<{ id: number; file: string | null; members: string }>(
      'SELECT id, file, members FROM source ORDER BY id',
    )
    .map(({ id, file, members }) => ({
      id,
      file,
      members: JSON.parse(members) as ExportSource['members'],
    }));
}

export function listExportCategories(sql: Sql): ExportCategory[] {
  return sql.all<ExportCategory>('SELECT id, name, source, original FROM category ORDER BY id');
}
