import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { scratchFolder } from '../formats/scratch.ts';
import { cocoOrder } from './order.ts';
import { emptyProject, exportFrom, importInto, makePictures, smallSource } from './project.ts';

async function pixelsOf(
  file: string,
): Promise<{ values: number[]; at: (x: number, y: number) => number }> {
  const { data, info } = await sharp(file)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    values: [...new Set(data)].sort((a, b) => a - b),
    at: (x, y) => data[y * info.width + x] ?? -1,
  };
}

test('value = class by ascending id, crowds are 255, objects win over them', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const out = scratchFolder();
  const report = await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
  expect(report).toMatchObject({ images: 2, annotations: 4, categories: 3, skipped: [] });
  expect(readdirSync(out).sort()).toEqual(['a.png', 'b.png', 'classes.txt']);
  expect(readFileSync(join(out, 'classes.txt'), 'utf8')).toBe(
    '0 background\n1 person\n2 cat\n3 dog\n255 ignore\n',
  );
  const metadata = await sharp(join(out, 'b.png')).metadata();
  expect(metadata).toMatchObject({
    width: 20,
    height: 50,
    channels: 1,
    depth: 'uchar',
    space: 'b-w',
  });
  const b = await pixelsOf(join(out, 'b.png'));
  expect(b.values).toEqual([0, 2, 3, 255]);
  expect([b.at(5, 5), b.at(10, 45), b.at(11, 10), b.at(18, 45)]).toEqual([3, 255, 3, 0]);
});

test('another value for what is to be ignored, but not that of a class', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const out = scratchFolder();
  await exportFrom(store, { kind: 'export-masks', out, layout: 'plain', ignore: 9 });
  expect((await pixelsOf(join(out, 'b.png'))).values).toEqual([0, 2, 3, 9]);
  const clash = exportFrom(store, { kind: 'export-masks', out, layout: 'plain', ignore: 2 });
  await expect(clash).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('“cat”'),
  });
});

test('a mask never takes the place of a picture of the project, whatever name leads there', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => {
    file.images.push({ id: 22, file_name: 'drawn.png', width: 12, height: 8 });
    file.annotations.push({ ...file.annotations[0]!, id: 99, image_id: 22 });
    return file;
  });
  await makePictures(source.folder, { 'drawn.png': [12, 8] });
  await importInto(store, cocoOrder(source));
  const picture = join(source.folder, 'drawn.png');
  const before = readFileSync(picture);
  const link = join(scratchFolder(), 'link');
  symlinkSync(source.folder, link);
  for (const out of [source.folder, link]) {
    const refused = exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
    await expect(refused).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('would overwrite it'),
    });
  }
  expect(readFileSync(picture).equals(before)).toBe(true);
  // Masks that were written before are another matter.
  const out = scratchFolder();
  await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
  await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
});

test('the folders of keras-segmentation: pictures in stored pixels beside masks without 255', async () => {
  const store = emptyProject();
  const source = await smallSource((file) => {
    file.images.push(
      { id: 20, file_name: 'sub/a.webp', width: 12, height: 8 },
      { id: 21, file_name: 'turned.jpg', width: 16, height: 8 },
    );
    return file;
  });
  const sub = join(source.folder, 'sub');

  mkdirSync(sub);
  await makePictures(sub, { 'a.webp': [12, 8] });
  const turned = sharp({ create: { width: 16, height: 8, channels: 3, background: '#246' } });
  await turned.withMetadata({ orientation: 6 }).toFile(join(source.folder, 'turned.jpg'));
  const plan = { kind: 'counts', train: 3, val: 0, test: 1, seed: 0 } as const;
  await importInto(store, cocoOrder(source, { plan }));
  const out = scratchFolder();
  const report = await exportFrom(store, {
    kind: 'export-masks',
    out,
    layout: 'keras-segmentation',
  });
  expect(report.images).toBe(4);
  expect(report.skipped.map(({ file }) => file)).toEqual(['sub/a.webp']);
  const names = readdirSync(out, { recursive: true }).map(String).sort();
  expect(names).toEqual([
    'annotations_prepped_test',
    'annotations_prepped_test/turned.png',
    'annotations_prepped_train',
    'annotations_prepped_train/a.png',
    'annotations_prepped_train/b.png',
    'annotations_prepped_train/sub_a.png',
    'classes.txt',
    'images_prepped_test',
    'images_prepped_test/turned.jpg',
    'images_prepped_train',
    'images_prepped_train/a.jpg',
    'images_prepped_train/b.png',
    'images_prepped_train/sub_a.png',
  ]);
  expect((await pixelsOf(join(out, 'annotations_prepped_train/b.png'))).values).toEqual([0, 2, 3]);
  expect(await sharp(join(out, 'images_prepped_test/turned.jpg')).metadata()).toMatchObject({
    width: 16,
    height: 8,
    orientation: 1,
  });
});

test('without a split that layout is a sentence', async () => {
  const store = emptyProject();
  await importInto(store, cocoOrder(await smallSource()));
  const exporting = exportFrom(store, {
    kind: 'export-masks',
    out: scratchFolder(),
    layout: 'keras-segmentation',
  });
  await expect(exporting).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('Split the pictures'),
  });
});

test('pictures that nobody has labelled get no mask that says there is nothing', async () => {
  const store = emptyProject();
  const images = scratchFolder();
  await makePictures(images, { 'x.png': [4, 4] });
  await importInto(store, { kind: 'folder', images, copy: false, classes: [] });
  await importInto(store, cocoOrder(await smallSource()));
  const out = scratchFolder();
  const report = await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
  expect(report).toMatchObject({
    images: 2,
    skipped: [{ file: 'x.png', reason: 'Nobody has labelled it yet.' }],
  });
});
