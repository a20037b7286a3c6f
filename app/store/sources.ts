import type { ImportReport, Source } from '../contract/methods.ts';
import type { Sql } from './sql.ts';

/** Where a source's pictures stand. */
export interface SourcePlace {
  readonly id: number;
  /** Absolute, or relative to the project when the pictures were copied. */
  readonly imagesFolder: string;
  readonly copied: boolean;
}

export function findSource(sql: Sql, id: number): SourcePlace | undefined {
  const row = sql.get<{ id: number; images_folder: string; copied: number }>(
    'SELECT id, images_folder, copied FROM source WHERE id = ?',
    id,
  );
  return row && { id: row.id, imagesFolder: row.images_folder, copied: row.copied === 1 };
}

export function listSources(sql: Sql): Source[] {
  const rows = sql.all<{
    id: number;
    kind: Source['kind'];
    file: string | null;
    images_folder: string;
    copied: number;
    imported_at: string;
    report: string;
    images: number;
    missing: number;
  }>(`SELECT id, kind, file, images_folder, copied, imported_at, report,
        (SELECT count(*) FROM image WHERE source = source.id) AS images,
        (SELECT count(*) FROM image WHERE source = source.id AND present = 0) AS missing
      FROM source ORDER BY id`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    file: row.file,
    imagesFolder: row.images_folder,
    copied: row.copied === 1,
    importedAt: row.imported_at,
    images: row.images,
    missing: row.missing,
    report: JSON.parse(row.report) as ImportReport,
  }));
}

export function setImagesFolder(sql: Sql, id: number, imagesFolder: string): void {
  sql.run('UPDATE source SET images_folder = ?, copied = 0 WHERE id = ?', imagesFolder, id);
}
