import type { Category } from '../domain/category.ts';
import { nextNumber, readSetting, takeNumbers, writeSetting } from './settings.ts';
import type { Sql } from './sql.ts';

/** By ascending id, which numbers their values 1..n. */
export function listCategories(sql: Sql): Category[] {
  return sql
    .all<Omit<Category, 'value'>>('SELECT id, name, color FROM category ORDER BY id')
    .map((row, index) => ({ id: row.id, name: row.name, color: row.color, value: index + 1 }));
}

/** The values that classes had in the masks they were imported from, by their ids; other classes are left out. */
export function listMaskValues(sql: Sql): ReadonlyMap<number, number> {
  const rows = sql.all<{ id: number; original: string }>(
    `SELECT category.id, original FROM category JOIN source ON source.id = category.source
     WHERE source.kind = 'masks' AND original IS NOT NULL`,
  );
  return new Map(
    rows.map(({ id, original }) => [id, (JSON.parse(original) as { readonly id: number }).id]),
  );
}

/** How many pictures show a class, and in how many objects. */
export interface CategoryCount {
  readonly category: number;
  readonly images: number;
  readonly annotations: number;
}

/** Only classes that occur. */
export function countCategories(sql: Sql): CategoryCount[] {
  return sql.all<CategoryCount>(
    'SELECT category, count(*) AS images, sum(annotations) AS annotations FROM image_category GROUP BY category',
  );
}

/** An id that no class has or had, so that what lies in the trash can come back. */
export function takeCategoryId(sql: Sql): number {
  const key = 'category.next';
  const above = sql.get<{ id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM category')?.id;
  const next = Math.max(above ?? 1, nextNumber(sql, key));
  writeSetting(sql, key, String(next));
  return takeNumbers(sql, key, 1);
}

export function insertCategory(sql: Sql, { id, name, color }: Omit<Category, 'value'>): void {
  sql.run('INSERT INTO category (id, name, color) VALUES (?, ?, ?)', id, name, color);
}

export function updateCategory(sql: Sql, { id, name, color }: Omit<Category, 'value'>): void {
  sql.run('UPDATE category SET name = ?, color = ? WHERE id = ?', name, color, id);
}

/** Grows with every change of a class: part of the URLs of pictures drawn in its colours. */
export function categoriesRevision(sql: Sql): number {
  return Number(readSetting(sql, revisionKey) ?? '0');
}

export function noteCategoriesChanged(sql: Sql): void {
  writeSetting(sql, revisionKey, String(categoriesRevision(sql) + 1));
}

const revisionKey = 'categories.revision';
