import { nextNumber, writeSetting } from './settings.ts';
import type { Sql } from './sql.ts';

/** The SQL for the id of each new object: that of its file where all of these lie above every id ever given out, else new ones. */
function idsOf(sql: Sql, among: string): string {
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

/** What became of the objects that were staged. */
export interface Written {
  readonly written: number;
  readonly unchanged: number;
  readonly deleted: number;
}

/** Copies what was staged, where `among` (SQL) holds. */
export function insertAnnotations(sql: Sql, among = 'true'): Written {
  const written = sql.run(
    `INSERT INTO annotation (id, image, category, source_annotation, position, crowd, area, x, y, width, height,
       original_offset, original_length)
     SELECT ${idsOf(sql, among)}, incoming_image.id, incoming_category.category, source_annotation, position, crowd,
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
export function mergeAnnotations(sql: Sql, source: number): Written {
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
  const { written } = insertAnnotations(
    sql,
    'source_annotation NOT IN (SELECT source_annotation FROM temp.known_annotation)',
  );
  return { written: written + updated, unchanged, deleted };
}

/**
 * Takes away what an earlier import brought and this one no longer shows; what people worked on stays. A picture in which such
 * objects stay takes no new ones: they may be the same things, told apart differently. Answers the names of these pictures.
 */
export function removeVanished(sql: Sql): readonly string[] {
  const vanished = `edited = 0 AND source_annotation IS NOT NULL
    AND image IN (SELECT id FROM temp.incoming_image WHERE known = 1)
    AND image NOT IN (SELECT image FROM gesture)
    AND source_annotation NOT IN (SELECT source_annotation FROM temp.incoming_annotation)`;
  sql.run(
    `UPDATE image SET revision = revision + 1
     WHERE id IN (SELECT image FROM annotation WHERE ${vanished})`,
  );
  sql.run(`DELETE FROM annotation WHERE ${vanished}`);
  sql.exec(`CREATE TEMP TABLE shown_before AS
    SELECT shown.source_annotation, it.source_image FROM (
      SELECT source_annotation, image FROM annotation
      UNION ALL SELECT source_annotation, image FROM removed_annotation) AS shown
    JOIN temp.incoming_image AS it ON it.id = shown.image AND it.known = 1
    WHERE shown.source_annotation IS NOT NULL`);
  const held = `source_annotation NOT IN (SELECT source_annotation FROM temp.shown_before)
    AND source_image IN (SELECT source_image FROM temp.shown_before
      WHERE source_annotation NOT IN (SELECT source_annotation FROM temp.incoming_annotation))`;
  const names = sql.all<{ name: string }>(
    `SELECT name FROM temp.incoming_image
     WHERE source_image IN (SELECT source_image FROM temp.incoming_annotation WHERE ${held}) ORDER BY name`,
  );
  sql.run(`DELETE FROM temp.incoming_annotation WHERE ${held}`);
  return names.map(({ name }) => name);
}
