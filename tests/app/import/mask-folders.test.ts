import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { TrainingSettings } from '../../../app/contract/training.ts';
import { listAnnotations } from '../../../app/store/annotations.ts';
import { updateCategory } from '../../../app/store/categories.ts';
import { selectImages } from '../../../app/store/images.ts';
import { hasLabel } from '../../../app/store/labelled-images.ts';
import { applyGesture } from '../../../app/studio/editing/annotations.ts';
import { evaluationSum } from '../../../app/studio/predicting/evaluation-sum.ts';
import { newJob } from '../../../app/studio/training/training-order.ts';
import type { TransferOrder } from '../../../app/studio/transfer/transfer-order.ts';
import { scratchFolder } from '../formats/scratch.ts';
import { cocoOrder } from './order.ts';
import { contentOf, emptyProject, exportFrom, importInto, makePictures } from './project.ts';

type MasksOrder = Extract<TransferOrder, { kind: 'masks' }>;

function masksOrder(
  { images, masks }: { images: string; masks: string },
  more: Partial<MasksOrder> = {},
): MasksOrder {
  return { kind: 'masks', images, masks, parts: false, copy: false, ...more };
}

/** Blotches of these values, with specks and single pixels at every edge. */
function randomMask(width: number, height: number, values: readonly number[], seed: number) {
  let state = seed + 1;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const cells = Array.from({ length: 64 }, () => values[Math.floor(next() * values.length)]!);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    if (next() < 0.03) return values[Math.floor(next() * values.length)]!;
    const [x, y] = [i % width, Math.floor(i / width)];
    return cells[Math.floor((8 * y) / height) * 8 + Math.floor((8 * x) / width)]!;
  });
}

async function writeMask(file: string, values: Uint8Array, width: number, height: number) {
  const raw = sharp(values, { raw: { width, height, channels: 1 } });
  await raw.toColourspace('b-w').png().toFile(file);
}

function readMask(file: string): Promise<Buffer> {
  return sharp(file).toColourspace('b-w').raw().toBuffer();
}

/** Pictures of several formats with masks of these values. */
async function source(values: readonly number[]) {
  const [images, masks] = [scratchFolder(), scratchFolder()];
  const sizes = { 'a.jpg': [40, 30], 'b.png': [23, 57], 'c.webp': [64, 64], 'd.bmp.png': [1, 9] };
  await makePictures(images, sizes as unknown as Record<string, readonly [number, number]>);
  const written = new Map<string, Uint8Array>();
  for (const [k, [name, [width, height]]] of Object.entries(sizes).entries()) {
    const stem = name.replace(/\.\w+$/, '');
    const mask = randomMask(width!, height!, values, k);
    await writeMask(join(masks, `${stem}.png`), mask, width!, height!);
    written.set(`${stem}.png`, mask);
  }
  return { images, masks, written };
}

test.each([false, true])('random masks come back pixel for pixel, parts: %s', async (parts) => {
  const { written, ...folders } = await source([0, 1, 2, 3, 255]);
  const store = emptyProject();
  const report = await importInto(store, masksOrder(folders, { parts, split: 'train' }));
  expect(report).toMatchObject({
    images: 4,
    categories: ['class 1', 'class 2', 'class 3'],
    skipped: [],
  });
  const content = contentOf(store);
  expect(content.images.map(({ split }) => split)).toEqual(Array(4).fill('train'));
  expect(report.annotations > 20).toBe(parts);
  const out = scratchFolder();
  await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
  for (const [name, values] of written) {
    expect((await readMask(join(out, name))).equals(values), name).toBe(true);
  }
});

test('what was exported comes back the same, in either layout, with its names and its splits’ folders', async () => {
  const { written: _, ...folders } = await source([0, 2, 5, 255]);
  const one = emptyProject();
  const names = join(folders.masks, 'names.txt');
  writeFileSync(names, '0 background\n2 cat\n5 dog\n');
  await importInto(one, masksOrder(folders, { names, split: 'train' }));
  for (const layout of ['plain', 'keras-segmentation'] as const) {
    const [out, again] = [scratchFolder(), scratchFolder()];
    await exportFrom(one, { kind: 'export-masks', out, layout });
    const two = emptyProject();
    const from =
      layout === 'plain'
        ? { images: folders.images, masks: out }
        : {
            images: join(out, 'images_prepped_train'),
            masks: join(out, 'annotations_prepped_train'),
          };
    const report = await importInto(two, masksOrder(from, { split: 'train' }));
    expect(report).toMatchObject({ images: 4, categories: ['cat', 'dog'], skipped: [] });
    await exportFrom(two, { kind: 'export-masks', out: again, layout });
    const files = readdirSync(out, { recursive: true })
      .map(String)
      .filter((f) => f.endsWith('.png'));
    expect(files.length).toBe(layout === 'plain' ? 4 : 7);
    for (const file of files) {
      expect((await readMask(join(again, file))).equals(await readMask(join(out, file)))).toBe(
        true,
      );
    }
  }
});

test('without names, values are the project’s own classes', async () => {
  const { written: _, ...folders } = await source([0, 1, 2]);
  const store = emptyProject();
  await importInto(store, {
    kind: 'folder',
    images: folders.images,
    copy: false,
    classes: ['cat'],
  });
  const report = await importInto(store, masksOrder(folders));
  expect(report.categories).toEqual(['cat', 'class 2']);
});

test('masks with gaps between their values keep their classes from folder to folder', async () => {
  const store = emptyProject();
  const [train, val, more] = [
    await source([0, 2, 5]),
    await source([0, 2, 5]),
    await source([1, 7]),
  ];
  await importInto(store, masksOrder(train, { split: 'train' }));
  const report = await importInto(store, masksOrder(val, { split: 'val' }));
  expect([report.categories, report.skipped]).toEqual([['class 2', 'class 5'], []]);
  const { images } = contentOf(store);
  expect(
    images.slice(4).map(({ annotations }) => annotations.map(({ category }) => category)),
  ).toEqual(
    images.slice(0, 4).map(({ annotations }) => annotations.map(({ category }) => category)),
  );
  expect(newJob(store, { settings: {} as TrainingSettings, name: 'run' }).classes).toEqual([
    { id: 2, name: 'class 2', value: 1, maskValue: 2 },
    { id: 5, name: 'class 5', value: 2, maskValue: 5 },
  ]);
  // Renamed to what another value would be called.
  updateCategory(store.sql, { id: 5, name: 'class 7', color: '#123456' });
  const strange = await importInto(store, masksOrder(more));
  expect(strange.categories).toEqual(['class 1', 'class 7 of masks']);
  expect((await importInto(store, masksOrder(await source([5])))).categories).toEqual(['class 7']);
});

test('two values may be ignored, and a class may be called background', async () => {
  const { written: _, ...folders } = await source([0, 1, 2, 254, 255]);
  writeFileSync(join(folders.masks, 'classes.txt'), '1 cat\n2 background\n254 void\n255 ignore\n');
  const store = emptyProject();
  const report = await importInto(store, masksOrder(folders));
  expect(report).toMatchObject({ images: 4, categories: ['cat', 'background'], skipped: [] });
  const [first] = contentOf(store).images;
  expect(first?.annotations.map(({ crowd }) => crowd)).toEqual([0, 0, 1, 1]);
  expect(
    evaluationSum(newJob(store, { settings: {} as TrainingSettings, name: 'run' })).figures()
      .confusion.names,
  ).toEqual(['background (0)', 'cat', 'background']);
});

test('imported again, masks that changed are followed, edited objects stay, names of classes stay', async () => {
  const { written, ...folders } = await source([0, 1, 2]);
  const store = emptyProject();
  await importInto(store, masksOrder(folders));
  updateCategory(store.sql, { id: 1, name: 'fox', color: '#123456' });
  expect(await importInto(store, masksOrder(folders))).toMatchObject({ images: 0, annotations: 0 });
  const changed = Uint8Array.from(written.get('a.png')!, (value) => (value === 1 ? 0 : value));
  await writeMask(join(folders.masks, 'a.png'), changed, 40, 30);
  await makePictures(folders.images, { '0.png': [4, 4] });
  await writeMask(join(folders.masks, '0.png'), new Uint8Array(16), 4, 4);
  await importInto(store, masksOrder(folders));
  const [a] = contentOf(store).images;
  expect(a?.annotations.map(({ category }) => category)).toEqual([2]);
  expect(contentOf(store).categories.map(({ name }) => name)).toEqual(['fox', 'class 2']);
  // A mask that shows nothing says so: the picture counts as labelled, all background.
  const [added] = selectImages(store.sql, "name = '0.png'");
  expect([added?.annotations, hasLabel(store.sql, added!.id)]).toEqual([0, true]);
  const all = await importInto(store, masksOrder(folders, { parts: true }));
  expect(all.annotations).toBeGreaterThan(20);
  const out = scratchFolder();
  await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
  expect((await readMask(join(out, 'a.png'))).equals(changed)).toBe(true);
});

test('imported again by parts, a picture that was edited stays as it is, and is named', async () => {
  const { written: _, ...folders } = await source([0, 1, 2]);
  const store = emptyProject();
  await importInto(store, masksOrder(folders));
  const named = (name: string) => selectImages(store.sql, `name = '${name}'`)[0]!;
  const classes = (name: string) =>
    listAnnotations(store.sql, named(name).id).map(({ category }) => category);
  const { id: image, revision } = named('a.jpg');
  const [object] = listAnnotations(store.sql, image);
  await store.write(() =>
    applyGesture(store, {
      ...{ image, revision },
      gesture: {
        ...{ id: 'a-class-chosen', label: 'Class' },
        changes: [{ kind: 'class', annotation: object!.id, before: 1, after: 2 }],
      },
    }),
  );
  // An object of no file, drawn and taken away again, is nothing that the mask showed.
  const seed = {
    ...{ id: object!.id + 100, category: 1, position: 9, crowd: false },
    shape: { kind: 'polygons', polygons: [[0, 0, 3, 0, 3, 3]] },
  } as const;
  for (const [nth, kind] of (['create', 'delete'] as const).entries()) {
    await store.write(() =>
      applyGesture(store, {
        ...{ image, revision: revision + 1 + nth },
        gesture: { id: `drawn-and-${kind}d`, label: kind, changes: [{ kind, seed }] },
      }),
    );
  }
  const report = await importInto(store, masksOrder(folders, { parts: true }));
  expect(classes('a.jpg')).toEqual([2, 2]);
  expect(classes('b.png').length).toBeGreaterThan(2);
  expect(report.skipped).toEqual([
    {
      file: 'a.jpg',
      reason: expect.stringMatching(/^It was edited since.+another project\.$/) as string,
    },
  ]);
  // Told apart as before, it is followed again.
  expect((await importInto(store, masksOrder(folders))).skipped).toEqual([]);
  expect(classes('a.jpg')).toEqual([2, 2]);
});

test('every file that does not fit is a line that says what was expected and what to do', async () => {
  const [images, masks] = [scratchFolder(), scratchFolder()];
  const stems = ['good', 'lonely', 'size', 'unknown', 'photo', 'red', 'jpeg', 'void', 'broken'];
  await makePictures(images, Object.fromEntries(stems.map((stem) => [`${stem}.png`, [16, 8]])));
  writeFileSync(join(images, 'broken.png'), 'no picture');
  const grey = (value: number) => new Uint8Array(128).fill(value, 0, 40);
  for (const stem of ['good', 'broken'])
    await writeMask(join(masks, `${stem}.png`), grey(1), 16, 8);
  await writeMask(join(masks, 'size.png'), grey(1), 8, 16);
  await writeMask(join(masks, 'unknown.png'), grey(7), 16, 8);
  await writeMask(join(masks, 'void.png'), grey(255), 16, 8);
  await writeMask(
    join(masks, 'photo.png'),
    Uint8Array.from({ length: 128 }, (_, i) => i),
    16,
    8,
  );
  await writeMask(join(masks, 'nobody.png'), grey(1), 16, 8);
  await makePictures(masks, { 'jpeg.jpg': [16, 8] });
  const red = sharp({ create: { width: 16, height: 8, channels: 3, background: '#f00' } });
  await red.toFile(join(masks, 'red.png'));
  const names = join(masks, 'classes.txt');
  writeFileSync(names, '0 background\n1 cat\n');

  const store = emptyProject();
  const report = await importInto(store, masksOrder({ images, masks }));
  expect(report).toMatchObject({ images: 2, annotations: 2, categories: ['cat'] });
  const reasons = new Map(report.skipped.map(({ file, reason }) => [file, reason]));
  const expected: Readonly<Record<string, string>> = {
    'lonely.png': '“lonely.png” was expected',
    'size.png': '8 x 16 pixels, and its picture “size.png” 16 x 8',
    'unknown.png': 'It holds 7, which no class has: 0, 1 were expected',
    'photo.png': 'It holds 2, 3, 4, 5, 6 and',
    'red.png': 'blue channel',
    'jpeg.jpg': 'Save it as PNG',
    'jpeg.png': '“jpeg.png” was expected',
    'void.png': 'nothing but 0 and 255',
    'broken.png': 'It is not a picture',
    'nobody.png': 'one called “nobody” was expected',
  };
  for (const [file, sentence] of Object.entries(expected)) {
    expect(reasons.get(file), file).toContain(sentence);
  }
  expect(reasons.size).toBe(Object.keys(expected).length);

  rmSync(names);
  const unnamed = await importInto(emptyProject(), masksOrder({ images, masks }, { ignore: null }));
  expect(unnamed.categories).toEqual(['class 1', 'class 7', 'class 255']);
  expect(unnamed.skipped.find(({ file }) => file === 'photo.png')?.reason).toContain(
    '127 different values',
  );
});

test('of a turned picture the mask may be stored or upright', async () => {
  const folder = scratchFolder();
  const turned = sharp({ create: { width: 16, height: 8, channels: 3, background: '#246' } });
  for (const name of ['stored', 'upright']) {
    await turned
      .clone()
      .withMetadata({ orientation: 6 })
      .toFile(join(folder, `${name}.jpg`));
  }
  const stored = randomMask(16, 8, [0, 1, 2], 5);
  await writeMask(join(folder, 'stored.png'), stored, 16, 8);
  const upright = sharp(stored, { raw: { width: 16, height: 8, channels: 1 } }).rotate(90);
  await upright.toColourspace('b-w').png().toFile(join(folder, 'upright.png'));
  const store = emptyProject();
  const report = await importInto(store, masksOrder({ images: folder, masks: folder }));
  expect(report).toMatchObject({ images: 2, skipped: [] });
  const [one, two] = contentOf(store).images;
  expect([one?.turn, two?.turn]).toEqual([6, 6]);
  expect(two?.annotations.map(({ mask }) => mask)).toEqual(
    one?.annotations.map(({ mask }) => mask),
  );
});

test('copied pictures are those that were taken; a cancelled import leaves nothing', async () => {
  const { written: _, ...folders } = await source([0, 1]);
  await makePictures(folders.images, { 'e.png': [5, 5] });
  await writeMask(join(folders.masks, 'e.png'), new Uint8Array(16), 4, 4);
  const store = emptyProject();
  const abort = new AbortController();
  const cancelled = importInto(store, masksOrder(folders, { copy: true }), {
    signal: abort.signal,
    progress: ({ message }) => {
      if (message?.startsWith('Reading') === true) abort.abort();
    },
  });
  await expect(cancelled).rejects.toThrow();
  const left = (part: string): string[] => {
    const path = join(store.folder, part);
    return existsSync(path) ? readdirSync(path) : [];
  };
  expect([contentOf(store).sources, left('pictures'), left('sources')]).toEqual([[], [], []]);
  await importInto(store, masksOrder(folders, { copy: true }));
  expect(left('pictures/1').sort()).toEqual(['a.jpg', 'b.png', 'c.webp', 'd.bmp.png']);
});

test('folders that cannot be meant are sentences, and change nothing', async () => {
  const { written: _, ...folders } = await source([0, 1]);
  const [empty, others] = [scratchFolder(), scratchFolder()];
  mkdirSync(join(others, 'x'));
  await writeMask(join(others, 'x', 'z.png'), new Uint8Array(16), 4, 4);
  const store = emptyProject();
  for (const [order, sentence] of [
    [{ images: empty, masks: folders.masks }, 'no pictures in'],
    [{ images: folders.images, masks: empty }, 'no masks in'],
    [{ images: folders.images, masks: others }, 'the first mask “x/z.png”'],
    [{ images: join(empty, 'no'), masks: empty }, 'There is no folder'],
  ] as const) {
    await expect(importInto(store, masksOrder(order))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(sentence),
    });
  }
  const names = join(empty, 'no.txt');
  await expect(importInto(store, masksOrder(folders, { names }))).rejects.toThrow('cannot be read');
  expect(contentOf(store).sources).toEqual([]);
});

const root = process.env['MASKWRIGHT_DEVSET'] ?? '';

test.skipIf(root === '')(
  'devset: its masks come back pixel for pixel',
  async () => {
    const images = join(root, 'images');
    const one = emptyProject();
    const annotations = join(root, 'annotations', 'instances_all.json');
    await importInto(one, cocoOrder({ annotations, images }, { categories: ['cat', 'dog'] }));
    const [out, again] = [scratchFolder(), scratchFolder()];
    await exportFrom(one, { kind: 'export-masks', out, layout: 'plain' });
    const two = emptyProject();
    const report = await importInto(two, masksOrder({ images, masks: out }));
    expect(report).toMatchObject({ images: 279, categories: ['cat', 'dog'] });
    await exportFrom(two, { kind: 'export-masks', out: again, layout: 'plain' });
    for (const name of readdirSync(out).filter((file) => file.endsWith('.png'))) {
      expect(
        (await readMask(join(again, name))).equals(await readMask(join(out, name))),
        name,
      ).toBe(true);
    }
  },
  120_000,
);
