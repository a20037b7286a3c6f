import type { Annotation } from '../../domain/annotation.ts';
import { listAnnotations } from '../../store/annotations.ts';
import type { StoredImage } from '../../store/images.ts';
import type { Store } from '../../store/open.ts';
import { shapeOfRow } from './shapes.ts';

/** A picture's objects as the contract tells them, bottom first. */
export function annotationsOf(store: Store, image: StoredImage): Annotation[] {
  return listAnnotations(store.sql, image.id).map((row) => ({
    id: row.id,
    category: row.category,
    shape: shapeOfRow(row, image, store.originals),
    crowd: row.crowd === 1,
    areaPx2: row.area,
    bounds: { x: row.x, y: row.y, width: row.width, height: row.height },
    edited: row.edited === 1,
    visible: row.visible === 1,
    locked: row.locked === 1,
    color: row.color,
  }));
}
