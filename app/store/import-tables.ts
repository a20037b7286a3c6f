import type { ImportReport } from '../contract/methods.ts';
import { commitImport, type Committed, type Incoming } from './import-commit.ts';
import { databaseFile } from './places.ts';
import { openSql } from './sql.ts';
import { highestSourceFile } from './sweep.ts';

/** A picture on its way in. The id is that of its file; null for pictures without one. */
export interface StagedImage {
  readonly sourceImage: number | null;
  readonly fileName: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly turn: number;
  readonly offset: number | null;
  readonly length: number | null;
}

/** An object on its way in; ids are those of its file. */
export interface StagedAnnotation {
  readonly id: number;
  readonly image: number;
  readonly category: number;
  readonly crowd: boolean;
  readonly areaPx2: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly offset: number;
  readonly length: number;
}

/** Where a record's text of an earlier import stands. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/**
 * The tables that an import fills before anything of it reaches the project: temporary ones of its own connection,
 * gone with it, so that an import that is cancelled or killed has left nothing behind.
 */
export interface ImportTables {
  /** What the project knows of the source with this key; a new one gets the next free id. */
  source(key: string): KnownSource;
  /** Where an earlier import of the source put a picture's record, by its id in the file. */
  placeOfImage(sourceImage: number): Place | undefined;
  /** The same for an object. */
  placeOfAnnotation(sourceAnnotation: number): Place | undefined;
  /** The number that an earlier import of the source gave a picture's file. */
  numberOfFile(fileName: string): number | undefined;
  /** The highest such number, 0 where there is none: for sources whose files number nothing themselves. */
  highestNumber(): number;
  stageImage(image: StagedImage): void;
  stageAnnotation(annotation: StagedAnnotation): void;
  /** Copies all that was staged into the project, in one transaction that also stores the report. */
  commit(incoming: Incoming, reportOf: (committed: Committed) => ImportReport): ImportReport;
  close(): void;
}

export interface KnownSource {
  readonly id: number;
  /** False for one that is not in the project yet. */
  readonly known: boolean;
}

const tables = `
CREATE TEMP TABLE incoming_image (
  source_image INTEGER,
  file_name TEXT NOT NULL,
  name TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  original_offset INTEGER,
  original_length INTEGER,
  id INTEGER,                     -- in the project, given at the end
  known INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TEMP TABLE incoming_annotation (
  source_annotation INTEGER PRIMARY KEY,
  source_image INTEGER NOT NULL,
  source_category INTEGER NOT NULL,
  position INTEGER NOT NULL,
  crowd INTEGER NOT NULL,
  area REAL NOT NULL,
  x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
  original_offset INTEGER NOT NULL,
  original_length INTEGER NOT NULL
) STRICT;
CREATE TEMP TABLE known_place (
  source_annotation INTEGER PRIMARY KEY,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL
) STRICT;
CREATE TEMP TABLE incoming_category (
  source_category INTEGER PRIMARY KEY,
  category INTEGER NOT NULL
) STRICT;
`;

/** A call costs more than a row: 32 at once take a third of the time. */
const rowsAtOnce = 32;
const annotationColumns = 12;
const annotationRow = `(${Array(annotationColumns).fill('?').join()})`;

function insertAnnotations(rows: number): string {
  return `INSERT INTO temp.incoming_annotation VALUES ${Array(rows).fill(annotationRow).join()}`;
}

const fullInsert = insertAnnotations(rowsAtOnce);

/** Opens a connection of its own beside the studio's. Throws what `openSql` throws. */
export function openImportTables(folder: string): ImportTables {
  const sql = openSql(databaseFile(folder), { slowMs: Infinity });
  try {
    sql.exec('PRAGMA synchronous = FULL; PRAGMA temp_store = FILE');
    sql.exec('PRAGMA cache_size = -16384; PRAGMA temp.cache_size = -4096');
    // Every row that refers to another is made from a join with it; checking again costs a second in 600,000 rows.
    sql.exec('PRAGMA foreign_keys = OFF');
    sql.exec(tables);
    sql.exec('BEGIN');
  } catch (error) {
    sql.close();
    throw error;
  }
  let position = 0;
  let source = 0;
  let waiting: number[] = [];

  function flush(): void {
    const rows = waiting.length / annotationColumns;
    if (rows === rowsAtOnce) sql.run(fullInsert, ...waiting);
    else if (rows > 0) sql.run(insertAnnotations(rows), ...waiting);
    waiting = [];
  }
  return {
    source(key) {
      const found = sql.get<{ id: number }>('SELECT id FROM source WHERE key = ?', key);
      const highest = sql.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM source');
      // Files of a source that is no more must not become those of a new one.
      source = found?.id ?? 1 + Math.max(highest?.id ?? 0, highestSourceFile(folder));
      if (found !== undefined) {
        sql.run(
          `INSERT OR IGNORE INTO temp.known_place
           SELECT source_annotation, annotation.original_offset, annotation.original_length
           FROM annotation JOIN image ON image.id = annotation.image
           WHERE image.source = ? AND source_annotation IS NOT NULL AND annotation.original_offset IS NOT NULL`,
          source,
        );
      }
      return { id: source, known: found !== undefined };
    },
    placeOfImage: (id) =>
      sql.get<Place>(
        `SELECT original_offset AS offset, original_length AS length FROM image
         WHERE source = ? AND source_image = ? AND original_offset IS NOT NULL`,
        source,
        id,
      ),
    numberOfFile: (fileName) =>
      sql.get<{ number: number }>(
        `SELECT source_image AS number FROM image
         WHERE source = ? AND file_name = ? AND source_image IS NOT NULL`,
        source,
        fileName,
      )?.number,
    highestNumber: () =>
      sql.get<{ number: number }>(
        'SELECT coalesce(max(source_image), 0) AS number FROM image WHERE source = ?',
        source,
      )?.number ?? 0,
    placeOfAnnotation: (id) =>
      sql.get<Place>('SELECT offset, length FROM temp.known_place WHERE source_annotation = ?', id),
    commit(incoming, reportOf) {
      flush();
      sql.exec('COMMIT');
      return sql.transaction(() => {
        const report = reportOf(commitImport(sql, incoming));
        sql.run(
          'UPDATE source SET report = ? WHERE id = ?',
          JSON.stringify(report),
          incoming.source.id,
        );
        return report;
      });
    },
    stageImage(image) {
      sql.run(
        `INSERT INTO temp.incoming_image
         (source_image, file_name, name, width, height, turn, original_offset, original_length)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        image.sourceImage,
        image.fileName,
        image.name,
        image.width,
        image.height,
        image.turn,
        image.offset,
        image.length,
      );
    },
    stageAnnotation(annotation) {
      waiting.push(
        annotation.id,
        annotation.image,
        annotation.category,
        position++,
        annotation.crowd ? 1 : 0,
        annotation.areaPx2,
        annotation.x,
        annotation.y,
        annotation.width,
        annotation.height,
        annotation.offset,
        annotation.length,
      );
      if (waiting.length === annotationColumns * rowsAtOnce) flush();
    },
    close() {
      sql.close();
    },
  };
}
