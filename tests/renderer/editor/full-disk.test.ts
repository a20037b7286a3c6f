import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Client } from '../../../app/contract/client.ts';
import type { Gesture } from '../../../app/domain/gesture.ts';
import { reserveAnnotations } from '../../../app/store/annotations.ts';
import { insertCategory } from '../../../app/store/categories.ts';
import { createStore, type Store } from '../../../app/store/open.ts';
import { storeError } from '../../../app/store/sql-error.ts';
import { applyGesture } from '../../../app/studio/editing/annotations.ts';
import { Outbox } from '../../../renderer/state/editor/outbox.ts';
import { Writer } from '../../../renderer/state/editor/writer.ts';
import { scratchFolder } from '../../app/formats/scratch.ts';
import { emptyObject, gestureOf } from '../../app/studio/strokes.ts';
import { memoryStorage } from './memory-storage.ts';

/** The page's writer over the very store of the studio, on a disk that fills up at the nth write. */
const image = 1;
const writes = 100;

function project(): Store {
  const store = createStore(join(scratchFolder(), 'project'), { log: () => undefined });
  insertCategory(store.sql, { id: 17, name: 'cat', color: '#e69f00' });
  store.sql
    .exec(`INSERT INTO source (id, kind, file, key, images_folder, copied, imported_at, members, report)
        VALUES (1, 'folder', NULL, 'k', '/pictures', 0, '2026', '[]', '{}');
    INSERT INTO image (id, source, file_name, name, width, height) VALUES (1, 1, 'a.png', 'a.png', 40, 30)`);
  return store;
}

/** SQLite refuses to grow past so many pages, as a full disk does. */
function pagesLeft({ sql }: Store, pages: number): void {
  const { page_count: now = 0 } = sql.get<{ page_count: number }>('PRAGMA page_count') ?? {};
  sql.exec(`PRAGMA max_page_count = ${String(now + pages)}`);
}

it(`a disk that is full at any of ${String(writes)} writes is told of at once, and no stroke is lost`, async () => {
  const store = project();
  const first = reserveAnnotations(store.sql, 2 * writes);
  const storage = memoryStorage();
  const told: string[] = [];
  const acknowledged: string[] = [];
  const client = {
    call: (_: string, params: { image: number; revision: number; gesture: Gesture }) =>
      store.write(() => applyGesture(store, params)),
    subscribe: () => () => undefined,
  } as unknown as Client;
  const writer = new Writer(client, new Outbox({ storage, project: 'p', tab: 'a' }), {
    written: (_, write) => {
      if (write.kind === 'gesture') acknowledged.push(write.gesture.id);
    },
    refused: (_, __, error) => {
      throw error;
    },
    waiting(error) {
      if (error === null) return;
      told.push(error.code);
      // Both strokes are kept where they outlive the page. Then somebody frees some space.
      expect(storage.length).toBe(2);
      pagesLeft(store, 1000);
    },
    pauseMs: () => 0,
  });
  writer.knows(image, 0);

  const made: string[] = [];
  for (let nth = 1; nth <= writes; nth++) {
    pagesLeft(store, 0);
    for (const id of [first + 2 * nth - 2, first + 2 * nth - 1]) {
      // Longer than what free pages there are may hold.
      const gesture = gestureOf([emptyObject(id, 17)], 'x'.repeat(40_000));
      made.push(gesture.id);
      writer.push(image, { kind: 'gesture', gesture });
    }
    await writer.drained(image);
    expect(told).toHaveLength(nth);
  }
  expect(new Set(told)).toEqual(new Set(['disk-full']));
  expect(acknowledged).toEqual(made);
  expect(storage.length).toBe(0);
  expect(store.sql.all<{ id: string }>('SELECT id FROM gesture ORDER BY seq')).toEqual(
    made.map((id) => ({ id })),
  );
  expect(store.sql.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
  await store.close();
});

it('a disk that fails is told of as one that is full: the writer keeps the stroke and tries again', () => {
  // SQLITE_IOERR_WRITE and SQLITE_IOERR_FSYNC.
  for (const errcode of [778, 1034]) {
    const error = Object.assign(new Error('disk I/O error'), { errcode });
    expect(storeError(error)).toMatchObject({ code: 'disk-full' });
  }
});
