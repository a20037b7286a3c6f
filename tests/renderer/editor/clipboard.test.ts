import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copiedFromText, textOfCopied } from '../../../app/contract/copied-objects.ts';
import type { Result } from '../../../app/contract/methods.ts';
import type { Annotation, Shape } from '../../../app/domain/annotation.ts';
import type { Size } from '../../../app/domain/geometry.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import { cocoStringFromRle } from '../../../app/mask/coco-counts.ts';
import { rleFromCutout } from '../../../app/mask/cutout.ts';
import { pixelsOf } from '../../../renderer/canvas/drawing/drawn-object.ts';
import { overlapPolicies } from '../../../renderer/canvas/drawing/overlap-policy.ts';
import { ObjectActs } from '../../../renderer/state/editor/object-acts.ts';
import { ObjectClipboard } from '../../../renderer/state/editor/object-clipboard.ts';
import { bitmapsOf } from '../../app/mask/arbitrary.ts';
import { Desk, polygonObject, square } from './desk.ts';

type Detail = Result<'image.get'>;

const classes = ['', 'cat', 'dog'];
const size = { width: 8, height: 4 };

/** One picture after the other, and one clipboard for all. */
class Table {
  desk: Desk;
  image = 1;
  before: Detail | null = null;
  /** Chosen together in the list; null for what the bench has chosen. */
  chosen: readonly number[] | null = null;
  readonly clipboard: ObjectClipboard;

  constructor(desk: Desk) {
    this.desk = desk;
    const bench = () => this.desk.bench;
    this.clipboard = new ObjectClipboard({
      get bench() {
        return bench();
      },
      acts: { cut: () => new ObjectActs(bench(), String).cut() },
      faces: { nameOf: String, categoryName: (id: number) => classes[id] ?? '' },
      categoryNamed: (name: string) => (classes.includes(name) ? classes.indexOf(name) : null),
      chosen: () => this.chosen ?? (bench().selected === null ? [] : [bench().selected!]),
      image: () => this.image,
      opened: () => Promise.resolve(),
      previous: () => Promise.resolve(this.before),
      reserve: () => Promise.resolve(),
    });
  }

  turnTo(desk: Desk): void {
    this.image += 1;
    this.desk = desk;
  }
}

const cat = (...flat: readonly number[]) => polygonObject(1, 1, flat);

describe('copying and pasting', () => {
  it('puts the object at the same place of another picture, a polygon as a polygon, and chooses it', async () => {
    const table = new Table(new Desk(size, [cat(...square(1, 1, 2))]));
    table.desk.bench.select(1);
    table.clipboard.copy();
    table.turnTo(new Desk(size));
    await table.clipboard.paste(null);
    expect(table.desk.picture()).toEqual(['........', '.11.....', '.11.....', '........']);
    expect(table.desk.drawing.objects[0]).toMatchObject({
      category: 1,
      polygons: [square(1, 1, 2)],
    });
    expect(table.desk.bench.selected).toBe(101);
    expect(table.desk.done.map(({ act }) => act)).toEqual(['paste']);
    table.desk.undo();
    expect(table.desk.drawing.objects).toEqual([]);
  });

  it('takes several that are chosen together, bottom first, as one step', async () => {
    const table = new Table(
      new Desk(size, [
        polygonObject(1, 1, square(0, 0, 2)),
        polygonObject(2, 2, square(3, 0, 2)),
        polygonObject(3, 1, square(5, 0, 2)),
      ]),
    );
    table.chosen = [3, 1];
    table.clipboard.copy();
    table.turnTo(new Desk(size));
    await table.clipboard.paste(null);
    expect(table.desk.picture()[0]).toBe('11...22.');
    expect(table.desk.done).toHaveLength(1);
  });

  it('cuts off what lies outside a smaller picture, and says so when all does', async () => {
    const table = new Table(new Desk(size, [cat(...square(3, 1, 3)), cat(...square(6, 0, 2))]));
    table.desk.bench.select(1);
    table.clipboard.copy();
    table.turnTo(new Desk({ width: 5, height: 3 }));
    await table.clipboard.paste(null);
    expect(table.desk.picture()).toEqual(['.....', '...11', '...11']);
    expect(table.desk.drawing.objects[0]?.polygons).toBeNull();
    table.turnTo(new Desk({ width: 2, height: 2 }));
    await table.clipboard.paste(null);
    expect(table.desk.refusals).toEqual(['outside']);
    expect(table.desk.done).toEqual([]);
  });

  it('follows the rule for overlaps towards others, not towards what was copied', async () => {
    const results = overlapPolicies.map(async (policy) => {
      const table = new Table(
        new Desk(size, [polygonObject(2, 2, square(2, 1, 2)), cat(...square(1, 1, 2))]),
      );
      table.desk.bench.setOverlap(policy);
      table.desk.bench.select(1);
      table.clipboard.copy();
      await table.clipboard.paste(null);
      return table.desk.drawing.objects.map(
        ({ id, areaPx2 }) => `${String(id)}: ${String(areaPx2)}`,
      );
    });
    expect(await Promise.all(results)).toEqual([
      ['2: 2', '1: 4', '101: 4'],
      ['2: 4', '1: 4', '101: 4'],
      ['2: 4', '1: 4', '101: 2'],
    ]);
  });

  it('cuts as one undo, and not what is locked', () => {
    const table = new Table(new Desk(size, [cat(...square(1, 1, 2))]));
    table.desk.bench.select(1);
    const text = table.clipboard.cut();
    expect(table.desk.drawing.objects).toEqual([]);
    expect(copiedFromText(text ?? '')?.objects[0]?.category).toBe('cat');
    table.desk.undo();
    table.desk.drawing.show(1, { locked: true });
    table.desk.bench.select(1);
    table.clipboard.cut();
    expect(table.desk.refusals).toEqual(['locked']);
    expect(table.desk.drawing.objects).toHaveLength(1);
  });

  it('takes what another program put on the clipboard, but nothing that is not objects', async () => {
    const table = new Table(new Desk(size));
    await table.clipboard.paste('a shopping list');
    expect(table.desk.refusals).toEqual(['nothing-copied']);
    const objects = [
      { category: 'dog', crowd: false, shape: { kind: 'polygons', polygons: [square(0, 0, 2)] } },
      { category: 'zebra', crowd: false, shape: { kind: 'polygons', polygons: [square(4, 0, 2)] } },
    ] as const;
    table.desk.bench.category = 1;
    await table.clipboard.paste(textOfCopied({ size, objects }));
    expect(table.desk.picture()[0]).toBe('11..22..');
    // A class that is unknown here is the one at hand.
    expect(table.desk.drawing.objects.map(({ category }) => category)).toEqual([2, 1]);
  });

  it('does nothing in a picture that is read-only', async () => {
    const table = new Table(new Desk(size, [cat(...square(1, 1, 2))]));
    table.desk.bench.select(1);
    table.clipboard.copy();
    table.desk.bench.readOnly = true;
    await table.clipboard.paste(null);
    expect(table.desk.refusals).toEqual(['read-only']);
    expect(table.desk.done).toEqual([]);
  });
});

describe('the masks of the previous picture', () => {
  const detail = (of: Size, ...annotations: readonly Annotation[]): Detail =>
    ({ image: of, annotations }) as unknown as Detail;

  it('come all at once, overlapping one another as they did, and go with one undo', async () => {
    const table = new Table(new Desk(size, [polygonObject(9, 2, square(0, 0, 2))]));
    table.before = detail(
      size,
      polygonObject(1, 1, square(1, 1, 3)),
      { ...polygonObject(2, 2, square(2, 2, 2)), crowd: true },
      polygonObject(3, 2, square(3, 0, 2)),
    );
    await table.clipboard.copyPrevious();
    expect(table.desk.picture()).toEqual(['11.44...', '12244...', '.222....', '.222....']);
    expect(
      table.desk.drawing.objects.map(({ id, areaPx2, crowd }) => [id, areaPx2, crowd]),
    ).toEqual([
      [9, 3, false],
      [101, 9, false],
      [102, 4, true],
      [103, 4, false],
    ]);
    expect(table.desk.done).toHaveLength(1);
    table.desk.undo();
    expect(table.desk.drawing.objects.map(({ id }) => id)).toEqual([9]);
    expect(table.desk.drawing.object(9)?.polygons).toEqual([square(0, 0, 2)]);
  });

  it('are asked for in vain at the first picture, and where nothing is marked', async () => {
    const table = new Table(new Desk(size));
    await table.clipboard.copyPrevious();
    table.before = detail(size);
    await table.clipboard.copyPrevious();
    expect(table.desk.refusals).toEqual(['no-previous', 'previous-empty']);
  });
});

const side = 10;
const shapes: fc.Arbitrary<Shape> = bitmapsOf(side, side).map((bitmap) => ({
  kind: 'mask',
  rle: cocoStringFromRle(rleFromBitmap(bitmap)),
}));
const pixels = (shape: Shape, of: Size): readonly number[] =>
  Array.from(bitmapFromRle(rleFromCutout(pixelsOf(shape, of).cutout, of)).data);

it('whatever is put in by whatever rule, each object has the pixels that the rule leaves it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(shapes, { minLength: 1, maxLength: 3 }),
      fc.array(fc.record({ shape: shapes, visible: fc.boolean(), locked: fc.boolean() }), {
        maxLength: 4,
      }),
      fc.integer({ min: 1, max: 14 }),
      fc.constantFrom(...overlapPolicies),
      async (arriving, present, width, policy) => {
        const here = { width, height: side };
        const annotations = present.map(({ shape, ...shown }, index) => ({
          ...polygonObject(index + 1, 1, []),
          shape: { kind: 'mask', rle: cocoStringFromRle(rleFromBitmap(cropped(shape, here))) },
          ...shown,
        })) as readonly Annotation[];
        const table = new Table(new Desk(here, annotations));
        table.desk.bench.setOverlap(policy);
        const before = table.desk.drawing.objects.map(({ cutout }) =>
          Array.from(bitmapFromRle(rleFromCutout(cutout, here)).data),
        );
        const objects = arriving.map((shape) => ({ category: 'dog', crowd: false, shape }));
        await table.clipboard.paste(textOfCopied({ size: { width: side, height: side }, objects }));

        const masks = arriving.map((shape) => Array.from(cropped(shape, here).data));
        const bars = (pixel: number): boolean =>
          policy === 'only-empty' &&
          present.some(({ visible }, index) => visible && before[index]![pixel] === 1);
        const left = masks.map((mask) => mask.map((value, pixel) => (bars(pixel) ? 0 : value)));
        const isPainted = (pixel: number): boolean => left.some((mask) => mask[pixel] === 1);
        const isAny = left.some((mask) => mask.includes(1));
        const others = before.map((mask, index) => {
          const { visible, locked } = present[index]!;
          const loses = policy === 'overwrite' && visible && !locked && isAny;
          const after = mask.map((value, pixel) => (loses && isPainted(pixel) ? 0 : value));
          return mask.includes(1) && !after.includes(1) ? null : after;
        });
        const expected = [
          ...others.filter((mask) => mask !== null),
          ...left.filter((mask) => mask.includes(1)),
        ];
        const now = table.desk.drawing.objects.map(({ cutout }) =>
          Array.from(bitmapFromRle(rleFromCutout(cutout, here)).data),
        );
        expect(now).toEqual(expected);
        table.desk.undo();
        expect(table.desk.drawing.objects).toHaveLength(present.length);
      },
    ),
    { numRuns: 150 },
  );
});

/** The left part of a square mask, or the mask with nothing to the right of it. */
function cropped(shape: Shape, { width, height }: Size) {
  const all = pixels(shape, { width: side, height: side });
  const data = Uint8Array.from({ length: width * height }, (_, pixel) => {
    const x = pixel % width;
    return x < side ? (all[Math.floor(pixel / width) * side + x] ?? 0) : 0;
  });
  return { width, height, data };
}

it('the text is an instances file of COCO that comes back as it was, and nothing damaged does', () => {
  const copied = fc.record({
    category: fc.constantFrom('cat', 'a dog “with” a long name'),
    crowd: fc.boolean(),
    shape: fc.oneof(
      shapes,
      fc.constant<Shape>({ kind: 'polygons', polygons: [square(1, 2, 3), square(0, 0, 2)] }),
    ),
  });
  const whole = { width: side, height: side };
  fc.assert(
    fc.property(fc.array(copied, { minLength: 1, maxLength: 4 }), (objects) => {
      const text = textOfCopied({ size: whole, objects });
      expect(copiedFromText(text)).toEqual({ size: whole, objects });
      const { annotations } = JSON.parse(text) as { annotations: { area: number }[] };
      expect(annotations.map(({ area }) => area)).toEqual(
        objects.map(({ shape }) => pixels(shape, whole).reduce((sum, value) => sum + value, 0)),
      );
      expect(copiedFromText(text.replace('"width":10', '"width":11'))?.objects ?? null).toEqual(
        objects.every(({ shape }) => shape.kind === 'polygons') ? objects : null,
      );
      expect(copiedFromText(text.slice(0, -1))).toBeNull();
    }),
  );
});
