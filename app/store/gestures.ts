import type { Change } from '../domain/gesture.ts';
import type { ReviewState } from '../domain/image.ts';
import type { Sql } from './sql.ts';

/** A gesture of a picture's history. */
export interface GestureRow {
  readonly id: string;
  readonly image: number;
  readonly seq: number;
  readonly undone: number;
  /** The picture's revision after it was first applied. */
  readonly revision: number;
  readonly reviewBefore: ReviewState;
  readonly label: string;
  readonly at: string;
}

export interface StoredGesture extends GestureRow {
  readonly changes: readonly Change[];
}

const columns = 'id, image, seq, undone, revision, review_before AS reviewBefore, label, at';

export function findGesture(sql: Sql, id: string): GestureRow | undefined {
  return sql.get<GestureRow>(`SELECT ${columns} FROM gesture WHERE id = ?`, id);
}

/** Oldest first. */
export function listGestures(sql: Sql, image: number): GestureRow[] {
  return sql.all<GestureRow>(`SELECT ${columns} FROM gesture WHERE image = ? ORDER BY seq`, image);
}

/** The newest one that is in force: what undo takes back. */
export function lastDone(sql: Sql, image: number): StoredGesture | undefined {
  return stored(
    sql.get(
      `SELECT ${columns}, changes FROM gesture WHERE image = ? AND undone = 0 ORDER BY seq DESC LIMIT 1`,
      image,
    ),
  );
}

/** The oldest one that was taken back: what redo does again. */
export function firstUndone(sql: Sql, image: number): StoredGesture | undefined {
  return stored(
    sql.get(
      `SELECT ${columns}, changes FROM gesture WHERE image = ? AND undone = 1 ORDER BY seq LIMIT 1`,
      image,
    ),
  );
}

function stored(
  row: (GestureRow & { readonly changes: string }) | undefined,
): StoredGesture | undefined {
  return row === undefined ? undefined : { ...row, changes: JSON.parse(row.changes) as Change[] };
}

export function historyOf(sql: Sql, image: number): { canUndo: boolean; canRedo: boolean } {
  const row = sql.get<{ done: number; undone: number }>(
    `SELECT EXISTS (SELECT 1 FROM gesture WHERE image = ?1 AND undone = 0) AS done,
            EXISTS (SELECT 1 FROM gesture WHERE image = ?1 AND undone = 1) AS undone`,
    image,
  );
  return { canUndo: row?.done === 1, canRedo: row?.undone === 1 };
}

/** Puts a new gesture on top; those that were taken back are gone for good. */
export function addGesture(sql: Sql, gesture: Omit<StoredGesture, 'seq' | 'undone'>): void {
  sql.run('DELETE FROM gesture WHERE image = ? AND undone = 1', gesture.image);
  sql.run(
    `INSERT INTO gesture (id, image, seq, revision, review_before, label, at, changes)
     VALUES (?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM gesture WHERE image = ?), ?, ?, ?, ?, ?)`,
    gesture.id,
    gesture.image,
    gesture.image,
    gesture.revision,
    gesture.reviewBefore,
    gesture.label,
    gesture.at,
    JSON.stringify(gesture.changes),
  );
}

export function markUndone(sql: Sql, id: string, undone: boolean): void {
  sql.run('UPDATE gesture SET undone = ? WHERE id = ?', undone ? 1 : 0, id);
}
