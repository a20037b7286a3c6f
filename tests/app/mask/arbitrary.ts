import fc from 'fast-check';
import { expect } from 'vitest';
import type { Rect } from '../../../app/domain/geometry.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';

/** Bitmaps of every texture that masks have: noise of any density, a few rectangles, nothing, everything. */
export function bitmaps(mostPx = 40): fc.Arbitrary<Bitmap> {
  return sizes(mostPx).chain((size) => bitmapsOf(size.width, size.height));
}

export function sizes(mostPx = 40): fc.Arbitrary<{ width: number; height: number }> {
  const side = fc.integer({ min: 1, max: mostPx });
  return fc.record({ width: side, height: side });
}

export function bitmapsOf(width: number, height: number): fc.Arbitrary<Bitmap> {
  const area = width * height;
  const noise = fc
    .tuple(fc.uint8Array({ minLength: area, maxLength: area }), fc.integer({ min: 0, max: 255 }))
    .map(([bytes, density]) => bytes.map((byte) => (byte < density ? 1 : 0)));
  const boxes = fc.array(rects(width, height), { maxLength: 4 }).map((list) => {
    const data = new Uint8Array(area);
    for (const rect of list) {
      for (let y = rect.y; y < rect.y + rect.height; y++) {
        for (let x = rect.x; x < rect.x + rect.width; x++) data[y * width + x]! ^= 1;
      }
    }
    return data;
  });
  const flat = fc.constantFrom(0, 1).map((value) => new Uint8Array(area).fill(value));
  return fc
    .oneof({ weight: 3, arbitrary: noise }, { weight: 3, arbitrary: boxes }, flat)
    .map((data) => ({ width, height, data }));
}

/** Boxes inside a picture, of one pixel at least. */
export function rects(width: number, height: number): fc.Arbitrary<Rect> {
  return fc
    .tuple(
      fc.integer({ min: 0, max: width - 1 }),
      fc.integer({ min: 0, max: height - 1 }),
      fc.integer({ min: 1, max: width }),
      fc.integer({ min: 1, max: height }),
    )
    .map(([x, y, w, h]) => ({
      x,
      y,
      width: Math.min(w, width - x),
      height: Math.min(h, height - y),
    }));
}

/** Rows as text, such as `'.##'`, for masks that a test shows. */
export function bitmapFromText(...rows: readonly string[]): Bitmap {
  const width = rows[0]?.length ?? 0;
  const data = Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0));
  return { width, height: rows.length, data };
}

export function textFromBitmap({ width, height, data }: Bitmap): readonly string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (pixel) =>
      pixel === 1 ? '#' : '.',
    ).join(''),
  );
}

/** As toEqual, which takes a thousand times as long on typed arrays; shows the pictures when they differ. */
export function expectSamePixels(actual: Bitmap, expected: Bitmap): void {
  const isSame =
    actual.width === expected.width &&
    actual.height === expected.height &&
    Buffer.compare(actual.data, expected.data) === 0;
  if (!isSame) expect(textFromBitmap(actual)).toEqual(textFromBitmap(expected));
}
