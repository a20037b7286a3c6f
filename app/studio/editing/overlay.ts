import { uprightSize, type Size } from '../../domain/geometry.ts';
import type { Shape } from '../../domain/annotation.ts';
import { bitmapFromRle } from '../../mask/rle-bitmap.ts';
import type { Bitmap } from '../../mask/bitmap.ts';
import { resampleRle } from '../../mask/resample.ts';
import { turnUpright } from '../../mask/turn.ts';
import { listAnnotations } from '../../store/annotations.ts';
import { listCategories } from '../../store/categories.ts';
import type { StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { paintLabels } from '../paint.ts';
import { rgbaPng } from '../../pictures/png.ts';
import { rleOfShape, shapeOfRow } from './shapes.ts';

/** A picture's masks in their classes' colours, upright, as a PNG of at most `sizePx` on its longer side. */
export function drawOverlay(store: Store, image: StoredImage, sizePx: number): Uint8Array {
  const categories = listCategories(store.sql);
  const valueOf = new Map(categories.map(({ id, value }) => [id, value]));
  const colorOf = new Map(categories.map(({ value, color }) => [value, color]));
  const small = fitted(image, sizePx);
  const area = small.width * small.height;
  const layers = {
    values: new Uint8Array(area),
    owners: new Uint8Array(area),
    crowds: new Uint8Array(area),
  };
  for (const [index, row] of listAnnotations(store.sql, image.id).entries()) {
    const { data } = smallMask(shapeOfRow(row, image, store.originals), image, small);
    const value = valueOf.get(row.category) ?? 0;
    // With more than 255 objects two of them can share a number: at worst an outline between them is missing.
    const owner = (index % 255) + 1;
    for (let at = 0; at < area; at++) {
      if (data[at] !== 1) continue;
      layers.values[at] = value;
      layers.owners[at] = owner;
      layers.crowds[at] = row.crowd;
    }
  }
  const upright = uprightSize(small, image.turn);
  const turned = {
    ...upright,
    values: turnUpright(layers.values, small, image.turn),
    owners: turnUpright(layers.owners, small, image.turn),
    crowds: turnUpright(layers.crowds, small, image.turn),
  };
  return rgbaPng(
    paintLabels(turned, (value) => colorOf.get(value) ?? '#ffffff'),
    upright,
  );
}

/** Polygons are drawn small at once; masks are looked at only where the small picture has its pixels. */
function smallMask(shape: Shape, stored: Size, small: Size): Bitmap {
  if (shape.kind === 'mask') return resampleRle(rleOfShape(shape, stored), small);
  const x = small.width / stored.width;
  const y = small.height / stored.height;
  const polygons = shape.polygons.map((ring) =>
    ring.map((coordinate, index) => coordinate * (index % 2 === 0 ? x : y)),
  );
  return bitmapFromRle(rleOfShape({ kind: 'polygons', polygons }, small));
}

/** The size at which the longer side is at most `sizePx`; pictures are never enlarged. */
export function fitted({ width, height }: Size, sizePx: number): Size {
  const scale = Math.min(1, sizePx / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
