import { colorOfNthCategory } from '../domain/category.ts';
import type { Split } from '../domain/image.ts';
import { listCategories, noteCategoriesChanged, takeCategoryId } from './categories.ts';
import { recountAll } from './counts.ts';
import { insertAnnotations, mergeAnnotations, removeVanished } from './import-annotations.ts';
import { listSplitCandidates, setSplit } from './images.ts';
import type { Sql } from './sql.ts';

/** What an import says of its source; the file's key makes a second import of it the same source. */
export interface IncomingSource {
  readonly id: number;
  readonly kind: 'coco' | 'folder' | 'sample' | 'masks';
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
  /** Where pictures that are new to the project go. */
  readonly split?: Split | undefined;
  /**
   * The source says all there is in its pictures: objects of an earlier import that it no longer shows go, unless they
   * were edited or their picture has a history.
   */
  readonly isComplete?: boolean;
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
  /** Names of pictures that people worked on, and that now would show their objects twice: these stay as they are. */
  readonly held: readonly string[];
}

/** Copies what was staged into the project. Runs inside the caller's one transaction. */
export function commitImport(
  sql: Sql,
  { source, categories, plan, split = 'none', isComplete = false }: Incoming,
): Committed {
  const isNew = sql.get('SELECT 1 FROM source WHERE id = ?', source.id) === undefined;
  writeSource(sql, source);
  writeCategories(sql, source, categories);
  // Pictures' own indexes come last of all: the counts of their objects are part of one.
  const { images, annotations, held } = withIndexesLast(sql, 'image', () => {
    const images = writeImages(sql, source.id, split);
    const held = isComplete ? removeVanished(sql) : [];
    const annotations = withIndexesLast(sql, 'annotation', () =>
      isNew ? insertAnnotations(sql) : mergeAnnotations(sql, source.id),
    );
    withIndexesLast(sql, 'image_category', () => {
      recountAll(sql);
    });
    return { images, annotations, held };
  });
  if (plan !== null) applyPlan(sql, plan);
  return {
    images: images.added,
    annotations: annotations.written,
    unchanged: images.unchanged + annotations.unchanged,
    deleted: annotations.deleted,
    held,
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
function writeImages(sql: Sql, source: number, split: Split): { added: number; unchanged: number } {
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
    `INSERT INTO image (id, source, source_image, file_name, name, width, height, turn, split, original_offset, original_length)
     SELECT id, ?, source_image, file_name, name, width, height, turn, ?, original_offset, original_length
     FROM temp.incoming_image WHERE known = 0 ORDER BY id`,
    source,
    split,
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
