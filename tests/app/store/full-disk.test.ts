import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reserveAnnotations } from '../../../app/store/annotations.ts';
import { insertCategory } from '../../../app/store/categories.ts';
import { createStore, type Store } from '../../../app/store/open.ts';
import { applyGesture } from '../../../app/studio/editing/annotations.ts';
import { scratchFolder } from '../formats/scratch.ts';
import { emptyObject, gestureOf } from '../studio/strokes.ts';

const image = 1;

/** A project with one empty picture. */
function project(): Store {
  const store = createStore(join(scratchFolder(), 'project'), { log: () => undefined });
  insertCategory(store.sql, { id: 17, name: 'cat', color: '#e69f00' });
  store.sql
    .exec(`INSERT INTO source (id, kind, file, key, images_folder, copied, imported_at, members, report)
        VALUES (1, 'folder', NULL, 'k', '/pictures', 0, '2026', '[]', '{}');
    INSERT INTO image (id, source, file_name, name, width, height) VALUES (1, 1, 'a.png', 'a.png', 40, 30)`);
  return store;
}

function paint(store: Store, revision: number) {
  const gesture = gestureOf([emptyObject(0, 17, 0)], 'x'.repeat(400));
  return (id: number) => {
    const [change] = gesture.changes;
    if (change?.kind !== 'create') throw new Error('a creation was expected');
    const changes = [{ ...change, seed: { ...change.seed, id } }];
    return store.write(() =>
      applyGesture(store, { image, revision, gesture: { ...gesture, changes } }),
    );
  };
}

function contentOf({ sql }: Store): unknown {
  return ['image', 'annotation', 'gesture', 'image_category'].map((table) =>
    sql.all(`SELECT * FROM ${table}`),
  );
}

/** SQLite refuses to grow past so many pages, as a full disk does. */
function pagesLeft({ sql }: Store, pages: number): void {
  const { page_count: now = 0 } = sql.get<{ page_count: number }>('PRAGMA page_count') ?? {};
  sql.exec(`PRAGMA max_page_count = ${now + pages}`);
}

it('a stroke that finds the disk full says so, changes nothing, and can be made again', async () => {
  const store = project();
  const first = reserveAnnotations(store.sql, 500);
  let revision = 0;
  let refused = 0;
  for (let count = 0; count < 60; count++) {
    pagesLeft(store, 0);
    const before = contentOf(store);
    const stroke = paint(store, revision);
    try {
      revision = (await stroke(first + count)).revision;
    } catch (error) {
      refused++;
      expect(error).toMatchObject({ code: 'disk-full' });
      expect(contentOf(store)).toEqual(before);
      pagesLeft(store, 1000);
      revision = (await stroke(first + count)).revision;
    }
    expect(revision).toBe(count + 1);
  }
  expect(refused).toBeGreaterThan(2);
  expect(store.sql.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  await store.close();
});
