import { colorOfNthCategory } from '../domain/category.ts';
import type { Split } from '../domain/image.ts';
import { listCategories, noteCategoriesChanged, takeCategoryId } from './categories.ts';
import { recountAll } from './counts.ts';
import { listSplitCandidates, setSplit } from './images.ts';
import { nextNumber, writeSetting } from './settings.ts';
import type { Sql } from './sql.ts';

/** What an import says of its source; the file's key makes a second import of it the same source. */
export interface IncomingSource {
  readonly id: number;
  readonly kind: 'coco' | 'folder' | 'sample';
  readonly file: string | null;
  readonly key: string;
  readonly imagesFolder: string;
  readonly copied: boolean;
  /** The file's other top-level members: [key, original text]. */
  readonly members: readonly (readonly [string, string])[];
}

type SplitCandidate = ReturnType<typeof listSplitCandidates>[number];

export interface Incoming {
  readonly source: IncomingSource;
  readonly categories: readonly IncomingCategory[];
  /** Puts the project's pictures into splits; null leaves them where they are. */
  readonly plan: ((candidates: readonly SplitCandidate[]) => ReadonlyMap<number, Split>) | null;
}

export interface IncomingCategory {
  /** Its id in the file; null for a class that a person names. */
  readonly id: number | null;
  readonly name: string;
  /** The record as it came; null for a class that a person names. */
  readonly text: string | null;
}

/** What one import changed. */
export interface Committed {
  readonly images: number;
  readonly annotations: number;
  /** Pictures and objects that were there and stay as they are. */
  readonly unchanged: number;
  /** Objects that were deleted in the project: importing does not bring them back. */
  readonly deleted: number;
}

/** Copies what was staged into the project. Runs inside the caller's one transaction. */
export function commitImport(sql: Sql, { source, categories, plan }: Incoming): Committed {
  const isNew = sql.get('SELECT 1 FROM source WHERE id = ?', source.id) === undefined;
  writeSource(sql, source);
  writeCategories(sql, source, categories);
  // Pictures' own indexes come last of all: the counts of their objects are part of one.
  const { images, annotations } = withIndexesLast(sql, 'image', () => {
    const images = writeImages(sql, source.id);
    const annotations = withIndexesLast(sql, 'annotation', () =>
      isNew ? insertAll(sql) : mergeAnnotations(sql, source.id),
    );
    withIndexesLast(sql, 'image_category', () => {
      recountAll(sql);
    });
    return { images, annotations };
  });
  if (plan !== null) applyPlan(sql, plan);
  return {
    images: images.added,
    annotations: annotations.written,
    unchanged: images.unchanged + annotations.unchanged,
    deleted: annotations.deleted,
  };
}

/** Sorting an index once is quicker than 600,000 single places in it: half of the time of filling an empty table. */
function withIndexesLast<T>(
  sql: Sql,
  table: 'image' | 'annotation' | 'image_category',
  work: () => T,
): T {
  if (sql.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined) return work();
  const indexes = sql.all<{ name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    table,
  );
  for (const index of indexes) sql.exec(`DROP INDEX ${index.name}`);
  const result = work();
  for (const index of indexes) sql.exec(index.sql);
  return result;
}

function applyPlan(sql: Sql, plan: NonNullable<Incoming['plan']>): void {
  const candidates = listSplitCandidates(sql);
  const planned = plan(candidates);
  for (const { id, split } of candidates) {
    const next = planned.get(id) ?? 'none';
    if (next !== split) setSplit(sql, id, next);
  }
}

function writeSource(sql: Sql, source: IncomingSource): void {
  sql.run(
    `INSERT INTO source (id, kind, file, key, images_folder, copied, imported_at, members, report)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}')
     ON CONFLICT (id) DO UPDATE SET file = excluded.file, images_folder = excluded.images_folder,
       copied = excluded.copied, imported_at = excluded.imported_at, members = excluded.members`,
    source.id,
    source.kind,
    source.file,
    source.key,
    source.imagesFolder,
    source.copied ? 1 : 0,
    new Date().toISOString(),
    JSON.stringify(source.members),
  );
}

/** A class is known by its record's id in this source, however it was renamed since, else by its name. */
function writeCategories(
  sql: Sql,
  source: IncomingSource,
  categories: readonly IncomingCategory[],
): void {
  const existing = listCategories(sql);
  const byName = new Map(existing.map(({ name, id }) => [name, id]));
  const taken = new Set(existing.map(({ id }) => id));
  const own = new Map<number, number>();
  for (const row of sql.all<{ id: number; original: string }>(
    'SELECT id, original FROM category WHERE source = ? AND original IS NOT NULL',
    source.id,
  )) {
    own.set((JSON.parse(row.original) as { readonly id: number }).id, row.id);
  }
  for (const { id: fileId, name, text } of categories) {
    let category = (fileId === null ? undefined : own.get(fileId)) ?? byName.get(name);
    if (category === undefined) {
      category = fileId === null || taken.has(fileId) ? takeCategoryId(sql) : fileId;
      sql.run(
        'INSERT INTO category (id, name, color, source, original) VALUES (?, ?, ?, ?, ?)',
        category,
        name,
        colorOfNthCategory(taken.size),
        source.id,
        text,
      );
      taken.add(category);
      byName.set(name, category);
      noteCategoriesChanged(sql);
    }
    if (fileId !== null) {
      sql.run('INSERT INTO temp.incoming_category VALUES (?, ?)', fileId, category);
    }
  }
}

/** Pictures keep the id of their file where it is free, so that a person finds them by it. */
function writeImages(sql: Sql, source: number): { added: number; unchanged: number } {
  sql.run(
    `UPDATE temp.incoming_image SET known = 1, id = image.id FROM image
     WHERE image.source = ? AND (image.source_image = incoming_image.source_image
       OR (incoming_image.source_image IS NULL AND image.file_name = incoming_image.file_name))`,
    source,
  );
  sql.run(
    `UPDATE temp.incoming_image SET id = source_image
     WHERE known = 0 AND NOT EXISTS (SELECT 1 FROM image WHERE image.id = incoming_image.source_image)`,
  );
  const above = sql.get<{ id: number }>(
    `SELECT 1 + max((SELECT coalesce(max(id), 0) FROM image),
       (SELECT coalesce(max(id), 0) FROM temp.incoming_image)) AS id`,
  );
  sql.run(
    `UPDATE temp.incoming_image SET id = ? + fresh.place FROM (
       SELECT rowid AS row, row_number() OVER (ORDER BY rowid) - 1 AS place
       FROM temp.incoming_image WHERE id IS NULL) AS fresh
     WHERE fresh.row = incoming_image.rowid`,
    above?.id ?? 1,
  );
  const added = sql.run(
    `INSERT INTO image (id, source, source_image, file_name, name, width, height, turn, original_offset, original_length)
     SELECT id, ?, source_image, file_name, name, width, height, turn, original_offset, original_length
     FROM temp.incoming_image WHERE known = 0 ORDER BY id`,
    source,
  );
  const { changed = 0, known = 0 } =
    sql.get<{ changed: number; known: number }>(
      `SELECT count(*) AS known, coalesce(sum(incoming_image.original_offset <> image.original_offset), 0) AS changed
       FROM temp.incoming_image JOIN image USING (id) WHERE known = 1`,
    ) ?? {};
  sql.run(
    `UPDATE image SET present = 1, file_name = it.file_name, name = it.name, width = it.width, height = it.height,
       original_offset = it.original_offset, original_length = it.original_length
     FROM temp.incoming_image AS it WHERE it.known = 1 AND it.id = image.id`,
  );
  return { added, unchanged: known - changed };
}

/** Where the first of these ids may start so that none was ever given out; ids of the file are kept when all are above. */
function idOffset(sql: Sql, among: string): string {
  const key = 'annotation.next';
  const next = nextNumber(sql, key);
  const { lowest = null, highest = null } =
    sql.get<{ lowest: number | null; highest: number | null }>(
      `SELECT min(source_annotation) AS lowest, max(source_annotation) AS highest
       FROM temp.incoming_annotation WHERE ${among}`,
    ) ?? {};
  if (lowest === null || highest === null) return 'source_annotation';
  const keeps = lowest >= next || (next === 1 && lowest === 0);
  const count = sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM temp.incoming_annotation WHERE ${among}`,
  )?.count;
  writeSetting(sql, key, String(keeps ? highest + 1 : next + (count ?? 0)));
  return keeps
    ? 'source_annotation'
    : `${next} - 1 + row_number() OVER (ORDER BY source_annotation)`;
}

interface Written {
  readonly written: number;
  readonly unchanged: number;
  readonly deleted: number;
}

function insertAll(sql: Sql, among = 'true'): Written {
  const written = sql.run(
    `INSERT INTO annotation (id, image, category, source_annotation, position, crowd, area, x, y, width, height,
       original_offset, original_length)
     SELECT ${idOffset(sql, among)}, incoming_image.id, incoming_category.category, source_annotation, position, crowd,
       area, x, y, incoming_annotation.width, incoming_annotation.height,
       incoming_annotation.original_offset, incoming_annotation.original_length
     FROM temp.incoming_annotation
     JOIN temp.incoming_image USING (source_image)
     JOIN temp.incoming_category USING (source_category)
     WHERE ${among} ORDER BY source_annotation`,
  );
  return { written, unchanged: 0, deleted: 0 };
}

/** Edited objects win over the file; untouched ones follow it; deleted ones stay away. */
function mergeAnnotations(sql: Sql, source: number): Written {
  sql.exec(`CREATE TEMP TABLE known_annotation (
    source_annotation INTEGER PRIMARY KEY, id INTEGER, edited INTEGER NOT NULL) STRICT`);
  sql.run(
    `INSERT INTO temp.known_annotation
     SELECT source_annotation, annotation.id, edited FROM annotation JOIN image ON image.id = annotation.image
     WHERE image.source = ? AND source_annotation IS NOT NULL`,
    source,
  );
  const deleted = sql.run(
    `INSERT OR IGNORE INTO temp.known_annotation
     SELECT removed.source_annotation, NULL, 1
     FROM removed_annotation AS removed JOIN image ON image.id = removed.image
     JOIN temp.incoming_annotation USING (source_annotation) WHERE image.source = ?`,
    source,
  );
  const same = `SELECT count(*) AS count FROM temp.incoming_annotation JOIN temp.known_annotation USING (source_annotation)
    LEFT JOIN annotation ON annotation.id = known_annotation.id
    WHERE known_annotation.id IS NOT NULL AND
      (known_annotation.edited = 1 OR annotation.original_offset = incoming_annotation.original_offset)`;
  const unchanged = sql.get<{ count: number }>(same)?.count ?? 0;
  sql.run(`UPDATE image SET revision = revision + 1 WHERE id IN (
    SELECT place.id FROM temp.incoming_annotation AS it
    JOIN temp.incoming_image AS place USING (source_image)
    LEFT JOIN temp.known_annotation AS known USING (source_annotation)
    LEFT JOIN annotation ON annotation.id = known.id
    WHERE place.known = 1 AND (known.source_annotation IS NULL
      OR (known.edited = 0 AND annotation.original_offset <> it.original_offset)))`);
  const updated = sql.run(
    `UPDATE annotation SET image = place.id, category = kind.category, crowd = it.crowd, area = it.area, x = it.x, y = it.y,
       width = it.width, height = it.height, original_offset = it.original_offset, original_length = it.original_length
     FROM temp.incoming_annotation AS it
     JOIN temp.known_annotation AS known USING (source_annotation)
     JOIN temp.incoming_image AS place USING (source_image)
     JOIN temp.incoming_category AS kind USING (source_category)
     WHERE annotation.id = known.id AND known.edited = 0 AND annotation.original_offset <> it.original_offset`,
  );
  const { written } = insertAll(
    sql,
    'source_annotation NOT IN (SELECT source_annotation FROM temp.known_annotation)',
  );
  return { written: written + updated, unchanged, deleted };
}
