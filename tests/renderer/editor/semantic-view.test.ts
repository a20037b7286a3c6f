import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Sample } from '../../../app/contract/run-folder.ts';
import type { Category } from '../../../app/domain/category.ts';
import { cocoStringFromRle, rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { composeLabels, ignored } from '../../../app/mask/labels.ts';
import { rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { insertAnnotation, setShown } from '../../../app/store/annotations.ts';
import { insertCategory, listCategories } from '../../../app/store/categories.ts';
import { recountAll } from '../../../app/store/counts.ts';
import { findImage } from '../../../app/store/images.ts';
import { createStore, type Store } from '../../../app/store/open.ts';
import { annotationsOf } from '../../../app/studio/editing/annotations-of.ts';
import { freezeSamples } from '../../../app/studio/training/training-samples.ts';
import { Drawing } from '../../../renderer/canvas/drawing/drawing.ts';
import { LabelPainter } from '../../../renderer/canvas/layers/label-paint.ts';
import { ignoredLabel, semanticPalette } from '../../../renderer/canvas/layers/semantic-palette.ts';
import { scratchFolder } from '../../app/formats/scratch.ts';
import { bitmapsOf } from '../../app/mask/arbitrary.ts';
import { Desk, polygonObject, square } from './desk.ts';

const size = { width: 12, height: 9 };
/** By descending id, so that the numbering is seen to go by id. */
const classes = [90, 18, 17];

function openProject(): Store {
  const store = createStore(join(scratchFolder(), 'project'), { log: () => undefined });
  onTestFinished(() => store.close());
  for (const id of classes) {
    insertCategory(store.sql, { id, name: `class ${String(id)}`, color: '#e69f00' });
  }
  store.sql
    .exec(`INSERT INTO source (id, kind, file, key, images_folder, copied, imported_at, members, report)
        VALUES (1, 'folder', NULL, 'k', '/pictures', 0, '2026', '[]', '{}');
    INSERT INTO image (id, source, file_name, name, width, height, split)
    VALUES (1, 1, 'a.png', 'a.png', ${String(size.width)}, ${String(size.height)}, 'train'),
      (2, 1, 'b.png', 'b.png', 4, 4, 'val'), (3, 1, 'c.png', 'c.png', 4, 4, 'train')`);
  return store;
}

const object = fc.record({
  category: fc.constantFrom(...classes),
  crowd: fc.boolean(),
  visible: fc.boolean(),
  locked: fc.boolean(),
  shape: fc.oneof(
    bitmapsOf(size.width, size.height).map((bitmap) => ({
      kind: 'mask' as const,
      rle: cocoStringFromRle(rleFromBitmap(bitmap)),
    })),
    fc
      .tuple(
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
      )
      .map(([x, y, side]) => ({ kind: 'polygons' as const, polygons: [square(x, y, side)] })),
  ),
});
type Given = typeof object extends fc.Arbitrary<infer T> ? T : never;

function fill({ sql }: Store, objects: readonly Given[]): void {
  sql.exec('DELETE FROM annotation');
  for (const [index, { category, crowd, shape, visible, locked }] of objects.entries()) {
    const id = index + 1;
    insertAnnotation(sql, {
      id,
      image: 1,
      category,
      crowd,
      area: 1,
      ...{ x: 0, y: 0, width: 1, height: 1 },
      shape: shape.kind === 'mask' ? `M${shape.rle}` : `P${JSON.stringify(shape.polygons)}`,
      position: index,
    });
    setShown(sql, id, { visible, locked, color: null });
  }
  // Nothing is frozen where no picture shows what can be learned.
  insertAnnotation(sql, {
    id: objects.length + 1,
    image: 3,
    category: classes[0]!,
    crowd: false,
    area: 1,
    ...{ x: 0, y: 0, width: 1, height: 1 },
    shape: `P${JSON.stringify([square(0, 0, 1)])}`,
    position: 0,
  });
  recountAll(sql);
}

/** The label map that a run would learn from, as its folder has it. */
async function frozen(store: Store): Promise<readonly number[]> {
  const folder = scratchFolder();
  const { signal } = new AbortController();
  await freezeSamples(store, folder, { seed: 1, signal, progress: () => undefined });
  const lines = readFileSync(join(folder, 'samples.jsonl'), 'utf8').trim().split('\n');
  const samples = lines.map((line) => JSON.parse(line) as Sample);
  const { labels, ignore } = samples.find((sample) => sample.image === 1)!;
  const rleOf = (counts: string) => rleFromCocoCounts(counts, [size.height, size.width]);
  return Array.from(
    composeLabels({
      ...size,
      layers: labels.map(({ value, rle }) => ({ value, rle: rleOf(rle) })),
      ignore: ignore === null ? [] : [rleOf(ignore)],
    }),
  );
}

function shown(drawing: Drawing, categories: readonly Category[]): readonly number[] {
  const choice = { classes: categories, opacity: 0.5, outlineOnly: false, coming: null };
  const { merged = new Uint16Array() } = semanticPalette(drawing.objects, choice);
  const left = ignoredLabel(choice);
  return Array.from(drawing.labels.values, (slot) => {
    const label = merged[slot] ?? 0;
    return label === left ? ignored : label;
  });
}

it('is the very label map that training freezes: crowds, hidden objects, order and all', async () => {
  const store = openProject();
  const image = findImage(store.sql, 1)!;
  await fc.assert(
    fc.asyncProperty(fc.array(object, { minLength: 1, maxLength: 6 }), async (objects) => {
      fill(store, objects);
      const annotations = annotationsOf(store, image);
      const drawing = new Drawing({ size, turn: 1, annotations });
      drawing.reveal(true);
      expect(shown(drawing, listCategories(store.sql))).toEqual(await frozen(store));
    }),
    { numRuns: 40 },
  );
});

const two: readonly Category[] = [
  { id: 1, name: 'cat', color: '#ff0000', value: 1 },
  { id: 2, name: 'dog', color: '#00ff00', value: 2 },
];

describe('classes as training sees them', () => {
  it('follow a stroke under the pen, a new object too', () => {
    const desk = new Desk({ width: 6, height: 2 }, [polygonObject(1, 1, square(0, 0, 2))]);
    desk.bench.category = 2;
    desk.press(1.5, 0.5).move(3.5, 0.5);
    const choice = {
      classes: two,
      opacity: 1,
      outlineOnly: false,
      coming: desk.bench.coming(),
    };
    const { merged } = semanticPalette(desk.drawing.objects, choice);
    const now = Array.from(desk.drawing.labels.values, (slot) => merged?.[slot]);
    expect(now).toEqual([1, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0, 0]);
  });

  it('are drawn without a border between two objects of one class, and with one between two classes', () => {
    const desk = new Desk({ width: 9, height: 3 }, [
      polygonObject(1, 1, square(0, 0, 3)),
      polygonObject(2, 1, square(3, 0, 3)),
      polygonObject(3, 2, square(6, 0, 3)),
    ]);
    const { size: area, turn, labels } = desk.drawing;
    const palette = semanticPalette(desk.drawing.objects, {
      classes: two,
      opacity: 0.5,
      outlineOnly: false,
      coming: null,
    });
    const words = new Uint32Array(27);
    new LabelPainter().paint(
      { ...area, words },
      {
        labels: { size: area, turn, values: labels.values },
        palette,
        line: { width: 1, dashed: false },
        viewport: { x: 0, y: 0, scale: 1 },
        pixelRatio: 1,
        rect: { x: 0, y: 0, ...area },
      },
    );
    const [, cat, dog] = palette.line;
    const row = Array.from(words.subarray(9, 18), (word) =>
      word === cat || word === dog ? '|' : '-',
    );
    expect(row.join('')).toBe('|----||-|');
  });

  it('show hidden objects only as long as they are asked for, and hidden ones cannot be hit', () => {
    const desk = new Desk({ width: 2, height: 2 }, [polygonObject(1, 1, square(0, 0, 2))]);
    desk.drawing.show(1, { visible: false });
    expect(desk.picture()).toEqual(['..', '..']);
    desk.drawing.reveal(true);
    expect(desk.picture()).toEqual(['11', '11']);
    expect(desk.drawing.objectAt({ x: 1, y: 1 })).toBeNull();
    desk.drawing.reveal(false);
    expect(desk.picture()).toEqual(['..', '..']);
  });
});
