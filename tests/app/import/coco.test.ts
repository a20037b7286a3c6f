import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../formats/scratch.ts';
import { cocoOrder } from './order.ts';
import { contentOf, emptyProject, importInto, makePictures, smallSource } from './project.ts';

test('all annotations of a picture come, polygons as polygons, crowds as crowds', async () => {
  const store = emptyProject();
  const report = await importInto(store, cocoOrder(await smallSource()));
  expect(report).toMatchObject({ images: 2, annotations: 4, unchanged: 0, skipped: [] });
  expect(report.categories.toSorted()).toEqual(['cat', 'dog', 'person']);
  const { images, categories } = contentOf(store);
  expect(categories.map(({ id, name, value }) => [id, name, value])).toEqual([
    [1, 'person', 1],
    [17, 'cat', 2],
    [18, 'dog', 3],
  ]);
  expect(images.map(({ id, name, size, counted }) => [id, name, size, counted])).toEqual([
    [3, 'b.png', [20, 50], 3],
    [10, 'a.jpg', [40, 30], 1],
  ]);
  expect(images[0]?.annotations.map(({ id, category, crowd }) => [id, category, crowd])).toEqual([
    [7, 17, 0],
    [8, 18, 0],
    [9, 18, 1],
  ]);
  expect(images[1]?.annotations[0]).toMatchObject({ area: 170.5, box: [1.5, 2, 18.75, 18] });
});

test('chosen classes bring the union of their pictures and nothing of others', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => ({
    ...file,
    images: [...file.images, { id: 99, file_name: 'c.jpg', width: 5, height: 5 }],
  }));
  const report = await importInto(store, cocoOrder(source, { categories: ['dog'] }));
  expect(report).toMatchObject({ images: 1, annotations: 2, categories: ['dog'], skipped: [] });
  expect(contentOf(store).images[0]?.annotations.map(({ id }) => id)).toEqual([8, 9]);
});

test('the limit counts pictures by ascending id', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource(), { limit: 1 }));
  expect(contentOf(store).images.map(({ id }) => id)).toEqual([3]);
});

test('an unknown class is refused and the known ones are named', async () => {
  const store = emptyProject();
  const order = cocoOrder(await smallSource(), { categories: ['cat', 'unicorn'] });
  await expect(importInto(store, order)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/“unicorn”.*dog, cat, person/),
  });
  expect(contentOf(store)).toMatchObject({ images: [], categories: [] });
});

test('a plan puts the pictures into splits in the same act', async () => {
  const store = emptyProject();
  const plan = { kind: 'counts', train: 1, val: 0, test: 1, seed: 0 } as const;
  await importInto(store, cocoOrder(await smallSource(), { plan }));
  expect(contentOf(store).images.map(({ id, split }) => [id, split])).toEqual([
    [3, 'train'],
    [10, 'test'],
  ]);
});

test('copied pictures stand in the project and outlive their source', async () => {
  const store = emptyProject();
  const source = await smallSource();
  await importInto(store, cocoOrder(source, { copy: true }));
  rmSync(source.folder, { recursive: true });
  expect(readdirSync(join(store.folder, 'pictures', '1')).sort()).toEqual(['a.jpg', 'b.png']);
  expect(contentOf(store).sources).toEqual([{ id: 1, kind: 'coco', copied: true, count: 2 }]);
});

test('records that cannot be used are lines with their reasons, the rest is taken', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => {
    const [a, b] = file.images;
    const [first, ...others] = file.annotations;
    const box = { image_id: 10, category_id: 17, iscrowd: 0, segmentation: [[0, 0, 5, 0, 5, 5]] };
    return JSON.stringify({
      ...file,
      images: [
        a,
        b,
        { ...b, id: 10, file_name: 'other.jpg' },
        { ...b, id: 11 },
        { ...b, id: 12, file_name: '../up.jpg' },
        { ...b, id: 13, file_name: '/etc/passwd' },
        { ...b, id: 14, file_name: 'gone.jpg' },
        { ...b, id: 15, file_name: 'wide.jpg', width: 1e9, height: 1e9 },
        { ...b, id: 16, file_name: 5 },
      ],
      annotations: [
        first,
        ...others,
        { ...box, id: 100 },
        { ...box, id: 201, image_id: 555 },
        { ...box, id: 202, category_id: 555 },
        { ...box, id: 203, segmentation: [['NaN', 0, 5, 0, 5, 5]] },
        { ...box, id: 204, segmentation: { size: [30, 40], counts: [7] } },
        { ...box, id: 205, segmentation: [[900, 900, 910, 900, 910, 910]] },
        { ...box, id: 206, segmentation: [[1, 2, 10, 12]] },
        { ...box, id: 207, area: 'NaN' },
        JSON.parse(
          '{"__proto__": {"id": 1}, "id": 208, "image_id": 10, "category_id": 17}',
        ) as object,
      ],
    }).replaceAll('"NaN"', 'NaN');
  });
  const report = await importInto(store, cocoOrder(source));
  expect(report).toMatchObject({ images: 2, annotations: 5 });
  const lines = new Map(report.skipped.map(({ file, reason }) => [file, reason]));
  expect(lines.get('image 10')).toContain('more than once');
  expect(lines.get('image 11')).toContain('named by two records');
  expect(lines.get('../up.jpg')).toContain('leads out');
  expect(lines.get('/etc/passwd')).toContain('absolute');
  expect(lines.get('gone.jpg')).toContain('no such file');
  expect(lines.get('image 15')).toContain('100 million');
  expect(lines.get('image 16')).toContain('file_name');
  expect(lines.get('annotation 100')).toContain('more than once');
  expect(lines.get('annotation 201')).toContain('image 555');
  expect(lines.get('annotation 202')).toContain('category 555');
  expect(lines.get('annotation 203')).toContain('not a finite number');
  expect(lines.get('annotation 204')).toContain('add up to 7');
  expect(lines.get('annotation 205')).toContain('outside');
  expect(lines.get('annotation 206')).toContain('taken as a box');
  expect(lines.get('annotation 207')).toContain('not valid JSON');
  expect(lines.get('annotation 208')).toContain('no segmentation');
  expect(lines.size).toBe(16);
});

test('odd pictures are lines with their reasons', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => ({
    ...file,
    images: [
      ...file.images,
      ...['text.jpg', 'empty.jpg', 'pointer.jpg', 'turned.jpg'].map((name, k) => ({
        id: 50 + k,
        file_name: name,
        width: 30,
        height: 40,
      })),
    ],
  }));
  writeFileSync(join(source.folder, 'text.jpg'), 'no picture at all');
  writeFileSync(join(source.folder, 'empty.jpg'), '');
  writeFileSync(join(source.folder, 'pointer.jpg'), 'version https://git-lfs.github.com/spec/v1\n');
  await makePictures(source.folder, { 'turned.jpg': [40, 30] });
  const { images, skipped } = await importInto(store, cocoOrder(source));
  expect(images).toBe(2);
  expect(Object.fromEntries(skipped.map(({ file, reason }) => [file, reason]))).toEqual({
    'text.jpg': 'It is not a picture, or is damaged at its beginning.',
    'empty.jpg': 'It is empty.',
    'pointer.jpg': expect.stringContaining('Git LFS'),
    'turned.jpg': 'It has 40 x 30 pixels, but the annotation file says 30 x 40.',
  });
});

test('the wrong folder is one sentence and not a thousand lines', async () => {
  const store = emptyProject();
  const { annotations } = await smallSource();
  const images = scratchFolder();
  await expect(importInto(store, cocoOrder({ annotations, images }))).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/None of the 2 pictures.*“[ab]\.\w+”/),
  });
  expect(contentOf(store)).toMatchObject({ images: [], sources: [] });
});

test.each([
  ['cut off', (text: string) => text.slice(0, -300)],
  ['a bare list', () => '[]'],
  ['100,000 opening brackets', () => '['.repeat(100_000)],
  ['not there', null],
])('a file that cannot be used leaves the project as it was: %s', async (_, damage) => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const before = contentOf(store);
  const files = readdirSync(join(store.folder, 'sources'));
  const source = await smallSource();
  if (damage === null) rmSync(source.annotations);
  else writeFileSync(source.annotations, damage(readFileSync(source.annotations, 'utf8')));
  await expect(importInto(store, cocoOrder(source, { copy: true }))).rejects.toMatchObject({
    code: 'bad-input',
  });
  expect(contentOf(store)).toEqual(before);
  expect(readdirSync(join(store.folder, 'sources'))).toEqual(files);
  expect(existsSync(join(store.folder, 'pictures', '2'))).toBe(false);
});

test('a second file with the same ids gets ids of its own', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const report = await importInto(store, cocoOrder(await smallSource()));
  expect(report).toMatchObject({ images: 2, annotations: 4, unchanged: 0 });
  const { images, categories } = contentOf(store);
  expect(images).toHaveLength(4);
  expect(new Set(images.flatMap(({ annotations }) => annotations.map(({ id }) => id))).size).toBe(
    8,
  );
  expect(categories).toHaveLength(3);
});
