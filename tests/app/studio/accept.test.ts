import { describe, expect, it } from 'vitest';
import { type Rle } from '../../../app/mask/rle.ts';
import { bitmapFromRle, rleFromBitmap } from '../../../app/mask/rle-bitmap.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import type { StoredImage } from '../../../app/store/images.ts';
import type { AnnotationRow } from '../../../app/store/annotations.ts';
import type { ClassRegion } from '../../../app/mask/accepted.ts';
import { acceptChanges } from '../../../app/studio/predicting/accept-prediction.ts';
import { applyChanges, type Rules } from '../../../app/studio/editing/apply-change.ts';
import type { DrawnObject, Picture } from '../../../app/studio/editing/picture.ts';
import { rleOfShape, shapeOfRle } from '../../../app/studio/editing/shapes.ts';

/** Pictures as text: one letter a pixel, `#` where a mask is set. */

const rules: Rules = { hasCategory: () => true, rowOf: () => null, isStep: false };
const cat = 17;
const dog = 18;

function mask(rows: readonly string[]): Rle {
  const width = rows[0]?.length ?? 0;
  const data = Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 1 : 0));
  return rleFromBitmap({ width, height: rows.length, data });
}

function text(rle: Rle): string[] {
  const { width, height, data } = bitmapFromRle(rle);
  return Array.from({ length: height }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), (pixel) => '.#'[pixel]).join(''),
  );
}

interface Drawn {
  readonly id: number;
  readonly category: number;
  readonly rows: readonly string[];
  readonly locked?: boolean;
  readonly visible?: boolean;
  readonly crowd?: boolean;
}

function pictureOf(objects: readonly Drawn[]): Picture {
  const [first] = objects;
  const size = { width: first?.rows[0]?.length ?? 6, height: first?.rows.length ?? 3 };
  return {
    image: { id: 1, source: 1, ...size } as StoredImage,
    objects: objects.map(
      ({ id, category, rows, locked = false, visible = true, crowd = false }): DrawnObject => ({
        id,
        category,
        crowd,
        shape: () => shapeOfRle(mask(rows)),
        row: { locked: locked ? 1 : 0, visible: visible ? 1 : 0 } as AnnotationRow,
      }),
    ),
    order: objects.map(({ id }) => id),
    waiting: [],
  };
}

function regionOf(category: number, ...parts: readonly (readonly string[])[]): ClassRegion {
  const whole = parts.reduce((sum, part) =>
    sum.map((row, y) =>
      Array.from(row, (pixel, x) => (part[y]?.[x] === '#' ? '#' : pixel)).join(''),
    ),
  );
  return { category, whole: mask(whole), parts: parts.map(mask) };
}

/** What the picture is after accepting, and that taking it back brings the very picture. */
function accepted(objects: readonly Drawn[], regions: readonly ClassRegion[]) {
  const picture = pictureOf(objects);
  let next = 100;
  const changes: readonly Change[] = acceptChanges(picture, regions, () => next++);
  const after = applyChanges(picture, changes, rules).picture;
  return after.objects.map(({ id, category, shape }) => ({
    id,
    category,
    rows: text(rleOfShape(shape(), picture.image)),
  }));
}

describe('accepting a prediction', () => {
  it('gives one object of the class the whole region, in parts or not', () => {
    const objects = [{ id: 1, category: cat, rows: ['##....', '##....', '......'] }];
    expect(
      accepted(objects, [
        regionOf(cat, ['.##...', '......', '......'], ['......', '......', '....##']),
      ]),
    ).toEqual([{ id: 1, category: cat, rows: ['.##...', '......', '....##'] }]);
  });

  it('makes one new object of a class that had none', () => {
    const objects = [{ id: 1, category: cat, rows: ['##....', '......', '......'] }];
    const region = regionOf(dog, ['....##', '......', '......'], ['......', '......', '....##']);
    expect(accepted(objects, [region])).toEqual([
      { id: 1, category: cat, rows: ['##....', '......', '......'] },
      { id: 100, category: dog, rows: ['....##', '......', '....##'] },
    ]);
  });

  it('of several objects gives each the parts it overlaps most; the rest is new, what gets nothing goes', () => {
    const objects = [
      { id: 1, category: cat, rows: ['##....', '......', '......'] },
      { id: 2, category: cat, rows: ['.....#', '.....#', '......'] },
      { id: 3, category: cat, rows: ['......', '......', '#.....'] },
    ];
    const parts = [
      ['###...', '......', '......'],
      ['....##', '....##', '......'],
      ['......', '......', '..##..'],
    ];
    expect(accepted(objects, [regionOf(cat, ...parts)])).toEqual([
      { id: 1, category: cat, rows: ['###...', '......', '......'] },
      { id: 2, category: cat, rows: ['....##', '....##', '......'] },
      { id: 100, category: cat, rows: ['......', '......', '..##..'] },
    ]);
  });

  it('takes the pixels from other visible objects, and one that has none left goes', () => {
    const objects = [
      { id: 1, category: dog, rows: ['####..', '......', '......'] },
      { id: 2, category: dog, rows: ['.#....', '......', '......'] },
      { id: 3, category: dog, rows: ['.#....', '......', '......'], visible: false },
      { id: 4, category: dog, rows: ['.#####', '......', '......'], crowd: true },
    ];
    expect(accepted(objects, [regionOf(cat, ['.##...', '......', '......'])])).toEqual([
      { id: 1, category: dog, rows: ['#..#..', '......', '......'] },
      { id: 3, category: dog, rows: ['.#....', '......', '......'] },
      { id: 4, category: dog, rows: ['.#####', '......', '......'] },
      { id: 100, category: cat, rows: ['.##...', '......', '......'] },
    ]);
  });

  it('leaves what is locked as it is, and paints around it', () => {
    const objects = [
      { id: 1, category: dog, rows: ['##....', '......', '......'], locked: true },
      { id: 2, category: cat, rows: ['......', '##....', '......'], locked: true },
      { id: 3, category: cat, rows: ['......', '......', '#.....'] },
    ];
    expect(accepted(objects, [regionOf(cat, ['.###..', '####..', '......'])])).toEqual([
      { id: 1, category: dog, rows: ['##....', '......', '......'] },
      { id: 2, category: cat, rows: ['......', '##....', '......'] },
      { id: 3, category: cat, rows: ['..##..', '..##..', '......'] },
    ]);
  });

  it('of a class predicted nowhere takes its objects away', () => {
    const objects = [
      { id: 1, category: cat, rows: ['##....', '......', '......'] },
      { id: 2, category: dog, rows: ['....##', '......', '......'] },
    ];
    expect(
      accepted(objects, [
        { category: cat, whole: mask(['......', '......', '......']), parts: [] },
      ]),
    ).toEqual([{ id: 2, category: dog, rows: ['....##', '......', '......'] }]);
  });
});
