import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import sharp from 'sharp';
import { scratchFolder } from '../formats/scratch.ts';
import { cocoOrder } from './order.ts';
import { contentOf, emptyProject, exportFrom, importInto } from './project.ts';

const root = process.env['MASKWRIGHT_DEVSET'] ?? '';
const source = {
  annotations: join(root, 'annotations', 'instances_all.json'),
  images: join(root, 'images'),
};

test.skipIf(root === '')(
  'devset: cat and dog bring the 279 pictures and 280 objects that pycocotools selects, every mask equal',
  async () => {
    const store = emptyProject();
    const report = await importInto(store, cocoOrder(source, { categories: ['cat', 'dog'] }));
    expect(report).toMatchObject({ images: 279, annotations: 280, skipped: [] });
    const out = scratchFolder();
    const masks = await exportFrom(store, { kind: 'export-masks', out, layout: 'plain' });
    expect(masks).toMatchObject({ images: 279, annotations: 280, skipped: [] });
    for (const { name } of contentOf(store).images) {
      const png = name.replace(/\.\w+$/, '.png');
      const pixels = (file: string) => sharp(file).toColourspace('b-w').raw().toBuffer();
      const ours = await pixels(join(out, png.slice(png.lastIndexOf('/') + 1)));
      const theirs = await pixels(join(root, 'masks', png));
      expect(ours.equals(theirs), name).toBe(true);
    }
  },
  120_000,
);

test.skipIf(root === '')(
  'devset: everything comes in and leaves as it came',
  async () => {
    const store = emptyProject();
    const report = await importInto(store, cocoOrder(source));
    expect(report).toMatchObject({ images: 430, annotations: 1588, skipped: [] });
    const out = join(scratchFolder(), 'out.json');
    await exportFrom(store, { kind: 'export-coco', out });
    const before = JSON.parse(readFileSync(source.annotations, 'utf8')) as Record<string, unknown>;
    const after = JSON.parse(readFileSync(out, 'utf8')) as Record<string, unknown>;
    for (const [key, value] of Object.entries(before)) {
      expect(sorted(after[key]), key).toEqual(sorted(value));
    }
  },
  120_000,
);

test.skipIf(root === '')(
  'devset: each of its files comes in whole',
  async () => {
    for (const [name, images, annotations] of [
      ['train2014', 85, 565],
      ['val2014', 43, 374],
      ['train2017', 42, 389],
      ['pets', 260, 260],
    ] as const) {
      const store = emptyProject();
      const order = cocoOrder({
        annotations: join(root, 'annotations', `instances_${name}.json`),
        images: join(root, 'images', name),
      });
      expect(await importInto(store, order)).toMatchObject({ images, annotations, skipped: [] });
    }
  },
  120_000,
);

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return (value as { id: number }[]).toSorted((a, b) => a.id - b.id);
}
