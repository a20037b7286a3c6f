import type { Handlers } from '../../contract/dispatch.ts';
import { colorOfNthCategory, type Category } from '../../domain/category.ts';
import {
  categoriesRevision,
  insertCategory,
  listCategories,
  noteCategoriesChanged,
  takeCategoryId,
  updateCategory,
} from '../../store/categories.ts';
import { recountImages } from '../../store/counts.ts';
import { bumpRevisions } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import type { Sql } from '../../store/sql.ts';
import { findTrashed, restoreCategory, trashCategory } from '../../store/trash.ts';
import { badInput, notFound, timestamp, type StudioContext } from '../context.ts';

type CategoryMethods = 'category.list' | 'category.add' | 'category.update' | 'category.delete';

/** A mask has room for values 1 to 254; 0 is background and 255 is ignore. */
const mostCategories = 254;

export function categoryHandlers(context: StudioContext): Pick<Handlers, CategoryMethods> {
  const { events } = context;

  async function change<T>(work: (store: Store) => T): Promise<T> {
    const store = context.store();
    const result = await store.write(() => {
      const changed = work(store);
      noteCategoriesChanged(store.sql);
      return changed;
    });
    events.announce('categories', {});
    return result;
  }

  return {
    'category.list': async () => {
      const { sql, tallies } = context.store();
      const counts = new Map((await tallies.categories()).map((count) => [count.category, count]));
      return {
        categories: listCategories(sql).map((category) => ({
          ...category,
          images: counts.get(category.id)?.images ?? 0,
          annotations: counts.get(category.id)?.annotations ?? 0,
        })),
        revision: categoriesRevision(sql),
      };
    },
    'category.add': ({ name, color }) =>
      change(({ sql }) => {
        const categories = listCategories(sql);
        requireFreeName(categories, name);
        if (categories.length >= mostCategories) {
          throw badInput(`A project can have ${mostCategories} classes; delete one first.`);
        }
        const id = takeCategoryId(sql);
        insertCategory(sql, { id, name, color: color ?? freeColor(categories) });
        return categoryOf(sql, id);
      }),
    'category.update': ({ category: id, name, color }) =>
      change(({ sql }) => {
        const category = categoryOf(sql, id);
        if (name !== undefined) {
          requireFreeName(
            listCategories(sql).filter((other) => other.id !== id),
            name,
          );
        }
        updateCategory(sql, { id, name: name ?? category.name, color: color ?? category.color });
        return categoryOf(sql, id);
      }),
    'category.delete': async ({ category }) => {
      const removed = await change(({ sql }) => {
        const trashed = trashCategory(sql, category, timestamp());
        if (trashed === undefined) throw notFound(`class ${category}`);
        touch(sql, trashed.images);
        return trashed;
      });
      events.announce('images', { images: [] });
      events.announce('project', {});
      return { trash: removed.trash, annotations: removed.annotations };
    },
  };
}

/** Brings a class and its objects back. Runs inside a transaction. */
export function bringBackCategory({ sql }: Store, trash: number): void {
  const trashed = findTrashed(sql, trash);
  if (trashed?.kind !== 'category') throw notFound(`class in the trash under ${trash}`);
  const categories = listCategories(sql);
  const isThere = categories.some(({ id, name }) => id === trashed.id && name === trashed.name);
  if (!isThere) requireFreeName(categories, trashed.name);
  touch(sql, restoreCategory(sql, trash, trashed));
  noteCategoriesChanged(sql);
}

/** What a window holds of these pictures is no longer so: a write based on it is told. */
function touch(sql: Sql, images: readonly number[]): void {
  recountImages(sql, images);
  bumpRevisions(sql, images);
}

function categoryOf(sql: Sql, id: number): Category {
  const category = listCategories(sql).find((candidate) => candidate.id === id);
  if (category === undefined) throw notFound(`class ${id}`);
  return category;
}

function requireFreeName(categories: readonly Category[], name: string): void {
  if (categories.some((category) => category.name === name)) {
    throw badInput(`There is a class “${name}” already. Choose another name.`);
  }
}

/** The first colour that no class has, else the next in turn. */
function freeColor(categories: readonly Category[]): string {
  const taken = new Set(categories.map(({ color }) => color));
  for (let index = 0; index < categories.length; index++) {
    const color = colorOfNthCategory(index);
    if (!taken.has(color)) return color;
  }
  return colorOfNthCategory(categories.length);
}
