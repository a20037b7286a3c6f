import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Change } from '../../../app/domain/gesture.ts';
import { listCategories, updateCategory } from '../../../app/store/categories.ts';
import { findImage } from '../../../app/store/images.ts';
import type { Store } from '../../../app/store/open.ts';
import { listSources } from '../../../app/store/sources.ts';
import { applyGesture } from '../../../app/studio/editing/annotations.ts';
import { cocoOrder } from './order.ts';
import {
  contentOf,
  emptyProject,
  exportFrom,
  importInto,
  makePictures,
  smallSource,
} from './project.ts';

let gestures = 0;

/** What a person does in the window. */
async function edit(store: Store, image: number, changes: readonly Change[]): Promise<void> {
  const revision = findImage(store.sql, image)?.revision ?? 0;
  const gesture = { id: `test-gesture-${gestures++}`, label: 'Test', changes };
  await store.write(() => applyGesture(store, { image, revision, gesture }));
}

const moved = [[2, 2, 30, 2, 30, 25]];
const vertices = (store: Store): Promise<void> =>
  edit(store, 10, [
    { kind: 'vertices', annotation: 100, before: [[1.5, 2, 20.25, 2, 20, 20]], after: moved },
  ]);

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

test('importing the same file again adds nothing', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source));
  const before = contentOf(store);
  const texts = readFileSync(join(store.folder, 'sources', '1.jsonl'));
  const report = await importInto(store, cocoOrder(source));
  expect(report).toMatchObject({ images: 0, annotations: 0, unchanged: 6, skipped: [] });
  expect(contentOf(store)).toEqual(before);
  expect(readFileSync(join(store.folder, 'sources', '1.jsonl'))).toEqual(texts);
  expect(listSources(store.sql)).toHaveLength(1);
});

test('another choice of classes adds what was not there yet', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source, { categories: ['cat'] }));
  expect(await importInto(store, cocoOrder(source, { categories: ['dog'] }))).toMatchObject({
    images: 0,
    annotations: 2,
  });
  const { images } = contentOf(store);
  expect(images.map(({ counted }) => counted)).toEqual([3, 1]);
});

test('objects edited here win over the file, untouched ones follow it', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source));
  await vertices(store);
  rewrite(source.annotations, (text) =>
    text.replace('[1.5,2,20.25,2,20,20]', '[5,5,9,5,9,9]').replace('"area":20,', '"area":21,'),
  );
  const report = await importInto(store, cocoOrder(source));
  expect(report).toMatchObject({ images: 0, annotations: 1, unchanged: 5 });
  const { images } = contentOf(store);
  expect(images[0]?.annotations[0]).toMatchObject({ id: 7, area: 21 });
  expect(images[1]?.annotations[0]).toMatchObject({ id: 100, box: [3, 2, 27, 23] });
  expect(findImage(store.sql, 3)?.revision).toBe(1);
});

test('objects deleted here stay deleted, and the report says so', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source));
  const shape = { kind: 'polygons', polygons: [[1.5, 2, 20.25, 2, 20, 20]] } as const;
  await edit(store, 10, [
    { kind: 'delete', seed: { id: 100, category: 17, shape, crowd: false, position: 0 } },
  ]);
  const report = await importInto(store, cocoOrder(source));
  expect(report.skipped).toEqual([
    { file: 'instances.json', reason: expect.stringContaining('stay deleted') },
  ]);
  expect(contentOf(store).images[1]?.annotations).toEqual([]);
});

test('a class renamed here is still the class of its file', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source));
  await store.write(() => {
    updateCategory(store.sql, { id: 17, name: 'Katze', color: '#000000' });
  });
  await importInto(store, cocoOrder(source));
  expect(listCategories(store.sql).map(({ name }) => name)).toEqual(['person', 'Katze', 'dog']);
});

test('what was exported is what was imported, byte for byte in every record', async () => {
  const store = emptyProject();
  const source = await smallSource();
  const original = readFileSync(source.annotations, 'utf8');
  await importInto(store, cocoOrder(source));
  const out = join(source.folder, 'out.json');
  const report = await exportFrom(store, { kind: 'export-coco', out });
  expect(report).toMatchObject({ images: 2, annotations: 4, categories: 3, skipped: [] });
  const lines = readFileSync(out, 'utf8').split(/,?\n/);
  for (const line of lines.filter(
    (text) => text.startsWith('{"') && text.includes('"id"') && !text.includes('licenses'),
  )) {
    expect(original).toContain(line);
  }
  const before = JSON.parse(original) as Record<string, { id: number }[]>;
  const after = JSON.parse(readFileSync(out, 'utf8')) as Record<string, { id: number }[]>;
  for (const list of ['images', 'annotations', 'categories']) {
    const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
    expect(after[list]?.toSorted(byId)).toEqual(before[list]?.toSorted(byId));
  }
  expect([after['info'], after['licenses']]).toEqual([before['info'], before['licenses']]);

  const again = emptyProject();
  await importInto(again, cocoOrder({ annotations: out, images: source.folder }));
  expect(contentOf(again).images).toEqual(contentOf(store).images);
});

test('of an edited object only what was edited changes in the file; made ones come, deleted ones go', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => {
    file.annotations[0] = { ...file.annotations[0], attributes: { breed: 'Ünü' }, score: 0.5 };
    return file;
  });
  await importInto(store, cocoOrder(source));
  await vertices(store);
  const made = {
    id: 1,
    category: 18,
    shape: { kind: 'polygons', polygons: [[0, 0, 9, 0, 9, 9]] },
    crowd: false,
    position: 1,
  } as const;
  const first = await store.write(() => {
    store.sql.run("UPDATE setting SET value = '500' WHERE key = 'annotation.next'");
    return 499;
  });
  await edit(store, 10, [{ kind: 'create', seed: { ...made, id: first } }]);
  const polygons = [
    [0, 0, 9, 0, 9, 9, 0, 9],
    [10, 10, 15, 10, 15, 18],
  ];
  await edit(store, 3, [
    {
      kind: 'delete',
      seed: {
        id: 8,
        category: 18,
        shape: { kind: 'polygons', polygons },
        crowd: false,
        position: 0,
      },
    },
  ]);
  const original = JSON.parse(readFileSync(source.annotations, 'utf8')) as {
    annotations: { id: number }[];
  };
  const edited = {
    ...original.annotations[0],
    segmentation: moved,
    area: 333,
    bbox: [3, 2, 27, 23],
  };
  const created = {
    id: 499,
    image_id: 10,
    category_id: 18,
    iscrowd: 0,
    segmentation: [[0, 0, 9, 0, 9, 9]],
    area: 45,
    bbox: [1, 0, 8, 8],
  };
  const kept = original.annotations.filter(({ id }) => id === 7 || id === 9);

  for (const mergeInto of [undefined, source.annotations]) {
    const out = join(source.folder, 'out.json');
    await exportFrom(store, { kind: 'export-coco', out, mergeInto });
    const file = JSON.parse(readFileSync(out, 'utf8')) as typeof original & { images: unknown };
    const expected = [edited, created, ...kept].map((annotation) =>
      'area' in annotation ? { ...annotation, area: expect.any(Number) as number } : annotation,
    );
    const byId = (a: { id?: number }, b: { id?: number }) => (a.id ?? 0) - (b.id ?? 0);
    expect(file.annotations.toSorted(byId)).toEqual(expected.toSorted(byId));
  }
});

test('merging keeps what was never imported', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => ({ ...file, extra: [1, { a: 2 }] }));
  await importInto(store, cocoOrder(source, { categories: ['cat'], limit: 1 }));
  const out = join(source.folder, 'merged.json');
  const report = await exportFrom(store, {
    kind: 'export-coco',
    out,
    mergeInto: source.annotations,
  });
  expect(report).toMatchObject({ images: 2, annotations: 4, categories: 3 });
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(
    JSON.parse(readFileSync(source.annotations, 'utf8')),
  );
});

test('an export never stands under its name half done', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source));
  await expect(
    exportFrom(store, { kind: 'export-coco', out: source.folder }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('is a folder'),
  });
  const other = join(source.folder, 'other.json');
  writeFileSync(other, '{"images": [');
  const out = join(source.folder, 'out.json');
  writeFileSync(out, 'precious');
  await expect(
    exportFrom(store, { kind: 'export-coco', out, mergeInto: other }),
  ).rejects.toMatchObject({ code: 'bad-input' });
  expect(readFileSync(out, 'utf8')).toBe('precious');
});

test('two sources with the same ids leave in one file without a clash', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const second = await smallSource();
  await makePictures(second.folder, { 'a.jpg': [40, 30] });
  await importInto(store, cocoOrder(second));
  const out = join(second.folder, 'both.json');
  const report = await exportFrom(store, { kind: 'export-coco', out });
  expect(report).toMatchObject({ images: 4, annotations: 8, categories: 3 });
  const file = JSON.parse(readFileSync(out, 'utf8')) as Record<
    string,
    { id: number; image_id: number }[]
  >;
  const images = new Set(file['images']?.map(({ id }) => id));
  expect(images.size).toBe(4);
  expect(new Set(file['annotations']?.map(({ id }) => id)).size).toBe(8);
  expect(file['annotations']?.every(({ image_id }) => images.has(image_id))).toBe(true);
});
