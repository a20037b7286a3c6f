import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImageFilter, ImageOrder } from '../../../app/contract/filters.ts';
import { insertCategory } from '../../../app/store/categories.ts';
import { countsOf, recountAll } from '../../../app/store/counts.ts';
import { listImageIds, listImages } from '../../../app/store/images.ts';
import { createStore, type Store } from '../../../app/store/open.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Lists, filters and counts in SQL against the plainest JavaScript that says the same. */

interface Known {
  readonly id: number;
  readonly name: string;
  readonly split: string;
  readonly review: string;
  readonly present: boolean;
  readonly predicted: boolean;
  readonly score: number | null;
  readonly edited: string | null;
  readonly categories: readonly number[];
}

const splits = ['train', 'val', 'test', 'none'] as const;
const reviews = ['untouched', 'edited', 'accepted'] as const;
const categories = [17, 18, 44];

/** Enough of them that the index is walked, not sorted, for wide filters: see `fewEnoughToSort`. */
const pictures = 9000;
const known: Known[] = Array.from({ length: pictures }, (_, index) => {
  const mix = Math.imul(index + 1, 2_654_435_761) >>> 0;
  const predicted = mix % 3 !== 0;
  return {
    id: index + 1,
    name: `${mix % 2 === 0 ? 'Cat' : 'dog'}_${mix % 977}_50%.jpg`,
    split: splits[(mix >>> 3) % 4]!,
    review: reviews[(mix >>> 5) % 3]!,
    present: mix % 11 !== 0,
    predicted,
    score: predicted && mix % 5 !== 0 ? ((mix >>> 7) % 101) / 100 : null,
    edited: mix % 4 === 0 ? `2026-01-01T00:00:${String(mix % 60)}` : null,
    categories: categories.filter((_category, bit) => ((mix >>> (9 + bit)) & 1) === 1),
  };
});

let folder: string;
let store: Store;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskwright-filters-'));
  store = createStore(join(folder, 'project'), { log: () => undefined });
  const { sql } = store;
  sql.transaction(() => {
    sql.exec(`INSERT INTO source (id, kind, file, key, images_folder, copied, imported_at, members, report)
        VALUES (1, 'coco', 'a', 'k', '/p', 0, '2026', '[]', '{}')`);
    for (const id of categories) insertCategory(sql, { id, name: `class ${id}`, color: '#e69f00' });
    for (const {
      id,
      name,
      split,
      review,
      present,
      predicted,
      score,
      edited,
      categories: shown,
    } of known) {
      sql.run(
        `INSERT INTO image (id, source, source_image, file_name, name, width, height, split, review, present, score, predicted_run, edited_at)
         VALUES (?, 1, ?, ?, ?, 4, 4, ?, ?, ?, ?, ?, ?)`,
        id,
        id,
        `${id}/${name}`,
        name,
        split,
        review,
        present ? 1 : 0,
        score,
        predicted ? 'run-1' : null,
        edited,
      );
      for (const category of shown) {
        sql.run(
          `INSERT INTO annotation (image, category, position, crowd, area, x, y, width, height, shape)
           VALUES (?, ?, ?, 0, 1, 0, 0, 1, 1, 'P[]')`,
          id,
          category,
          category,
        );
      }
    }
    recountAll(sql);
  });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function passes(picture: Known, filter: ImageFilter): boolean {
  const search = filter.search?.trim().toLowerCase() ?? '';
  return (
    (filter.categories?.some((id) => picture.categories.includes(id)) ?? true) &&
    (filter.unlabelled === undefined || filter.unlabelled === (picture.categories.length === 0)) &&
    (filter.splits?.some((split) => split === picture.split) ?? true) &&
    (filter.reviews?.some((review) => review === picture.review) ?? true) &&
    (filter.predicted === undefined || filter.predicted === picture.predicted) &&
    (filter.missing === undefined || filter.missing === !picture.present) &&
    (filter.score === undefined ||
      (picture.score !== null &&
        picture.score >= filter.score[0] &&
        picture.score <= filter.score[1])) &&
    (search === '' || picture.name.toLowerCase().includes(search) || String(picture.id) === search)
  );
}

function idsWith(filter: ImageFilter): number[] {
  return known.filter((picture) => passes(picture, filter)).map(({ id }) => id);
}

const filters: fc.Arbitrary<ImageFilter> = fc.record(
  {
    categories: fc.subarray(categories, { minLength: 1 }),
    unlabelled: fc.boolean(),
    splits: fc.subarray([...splits], { minLength: 1 }),
    reviews: fc.subarray([...reviews], { minLength: 1 }),
    predicted: fc.boolean(),
    missing: fc.boolean(),
    score: fc.constantFrom<[number, number]>([0, 1], [0.2, 0.5], [0.33, 0.34], [1, 1]),
    search: fc.constantFrom('cat', 'DOG_1', '50%', '_5', '1234', '  ', 'nothing', '\\'),
  },
  { requiredKeys: [] },
);

it('a filter passes the same pictures, and pages put together are the whole', () => {
  const orders: fc.Arbitrary<ImageOrder> = fc.record({
    by: fc.constantFrom('id', 'name', 'review', 'score', 'edited'),
    descending: fc.boolean(),
  });
  fc.assert(
    fc.property(filters, orders, fc.nat(8000), (filter, order, offset) => {
      const expected = idsWith(filter);
      const ids = listImageIds(store.sql, { filter, order });
      expect(ids.toSorted((a, b) => a - b)).toEqual(expected);
      const page = listImages(store.sql, { filter, order, offset, limit: 50 });
      expect(page.total).toBe(expected.length);
      expect(page.images.map(({ id }) => id)).toEqual(ids.slice(offset, offset + 50));
      expectOrdered(ids, order);
    }),
    { numRuns: 60 },
  );
});

function expectOrdered(ids: readonly number[], { by, descending }: ImageOrder): void {
  const keyOf = (id: number) => {
    const picture = known[id - 1]!;
    switch (by) {
      case 'id':
        return id;
      case 'name':
        return picture.name.toUpperCase();
      case 'review':
        return reviews.findIndex((review) => review === picture.review);
      case 'score':
        return picture.score;
      case 'edited':
        return picture.edited;
    }
  };
  const keys = ids.map(keyOf);
  const withKey = keys.filter((key) => key !== null);
  // Those without come last either way.
  expect(keys.slice(withKey.length).every((key) => key === null)).toBe(true);
  for (const [index, key] of withKey.entries()) {
    const next = withKey[index + 1];
    if (next === undefined) break;
    expect(descending ? key >= next : key <= next).toBe(true);
  }
}

it('beside each choice stands how many pictures it would show, the other filters kept', () => {
  const count = (filter: ImageFilter) => idsWith(filter).length;
  fc.assert(
    fc.property(filters, (filter) => {
      const { categories: _c, unlabelled: _u, ...unlabelledKept } = filter;
      const { score: _s, ...scoreKept } = filter;
      const bins = known
        .filter((picture) => picture.score !== null && passes(picture, scoreKept))
        .map(({ score }) => Math.min(19, Math.floor((score ?? 0) * 20)));
      const counts = countsOf(store.sql, filter);
      expect({
        ...counts,
        categories: new Map(counts.categories.map(({ id, count: c }) => [id, c])),
      }).toEqual({
        total: count(filter),
        categories: new Map(
          categories
            .map((id) => [id, count({ ...unlabelledKept, categories: [id] })] as const)
            .filter(([, pictures_]) => pictures_ > 0),
        ),
        unlabelled: count({ ...unlabelledKept, unlabelled: true }),
        splits: Object.fromEntries(
          splits.map((split) => [split, count({ ...filter, splits: [split] })]),
        ),
        reviews: Object.fromEntries(
          reviews.map((review) => [review, count({ ...filter, reviews: [review] })]),
        ),
        predicted: count({ ...filter, predicted: true }),
        missing: count({ ...filter, missing: true }),
        scores: Array.from({ length: 20 }, (_, bin) => bins.filter((each) => each === bin).length),
      });
    }),
    { numRuns: 60 },
  );
});

it('a large project is counted in a thread of its own, with the same answer', async () => {
  const filter: ImageFilter = { splits: ['train'], predicted: true };
  expect(await store.tallies.counts(filter)).toEqual(
    JSON.parse(JSON.stringify(countsOf(store.sql, filter))),
  );
  expect((await store.tallies.totals()).images).toBe(pictures);
  expect(await store.tallies.categories()).toHaveLength(3);
});
