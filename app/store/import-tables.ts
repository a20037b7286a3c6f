import { openSql, type Sql } from './sql.ts';
import { databaseFile } from './places.ts';

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
  readonly sql: Sql;
  stageImage(image: StagedImage): void;
  stageAnnotation(annotation: StagedAnnotation): void;
  close(): void;
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
CREATE TEMP TABLE incoming_category (
  source_category INTEGER PRIMARY KEY,
  category INTEGER NOT NULL
) STRICT;
`;

/** Opens a connection of its own beside the studio's. Throws what `openSql` throws. */
export function openImportTables(folder: string): ImportTables {
  const sql = openSql(databaseFile(folder), { slowMs: Infinity });
  try {
    sql.exec('PRAGMA synchronous = FULL; PRAGMA temp_store = FILE; PRAGMA cache_size = -65536');
    // Every row that refers to another is made from a join with it; checking again costs a second in 600,000 rows.
    sql.exec('PRAGMA foreign_keys = OFF');
    sql.exec(tables);
    sql.exec('BEGIN');
  } catch (error) {
    sql.close();
    throw error;
  }
  let position = 0;
  return {
    sql,
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
      sql.run(
        `INSERT INTO temp.incoming_annotation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    },
    close() {
      sql.close();
    },
  };
}
