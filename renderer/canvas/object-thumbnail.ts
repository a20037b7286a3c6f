import type { Size } from '../../app/domain/geometry.ts';
import type { Drawing } from './drawing/drawing.ts';
import type { DrawnObject } from './drawing/drawn-object.ts';
import { LabelPainter } from './layers/label-paint.ts';
import { paletteOf } from './layers/palette.ts';
import { levelFor, type PictureSource } from './picture-source.ts';
import { uprightMatrix, uprightRect } from './turned.ts';
import { fit, pan } from './viewport.ts';

const painter = new LabelPainter();
const marginPx = 2;

/**
 * The part of the picture where an object lies, with its mask. `size` is in device pixels. A picture, not a canvas:
 * the browser looks after each canvas of the page in every frame, and a list may hold fifty.
 */
export async function thumbnailOf({
  drawing,
  object,
  source,
  color,
  size,
}: {
  readonly drawing: Drawing;
  readonly object: DrawnObject;
  readonly source: PictureSource | null;
  readonly color: string;
  readonly size: Size;
}): Promise<Blob | null> {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  const box = uprightRect(object.cutout, drawing.size, drawing.turn);
  if (context === null || box.width === 0 || box.height === 0) {
    return null;
  }
  const inBox = fit(box, size, marginPx);
  const viewport = pan(inBox, -box.x * inBox.scale, -box.y * inBox.scale);
  const level = source === null ? undefined : levelFor(source, viewport.scale);
  if (source !== null && level !== undefined) {
    context.save();
    context.setTransform(viewport.scale, 0, 0, viewport.scale, viewport.x, viewport.y);
    context.transform(...uprightMatrix(source, drawing.turn));
    context.drawImage(level, 0, 0, source.width, source.height);
    context.restore();
  }
  const mask = new ImageData(size.width, size.height);
  const palette = paletteOf([object], {
    colorOf: () => color,
    colorOfClass: () => color,
    opacity: 0.5,
    outlineOnly: false,
    chosen: [],
    hovered: null,
    coming: null,
  });
  painter.paint(
    { ...size, words: new Uint32Array(mask.data.buffer) },
    {
      labels: { size: drawing.size, turn: drawing.turn, values: drawing.labels.values },
      palette,
      line: { width: 1, dashed: false },
      viewport,
      pixelRatio: 1,
      rect: { x: 0, y: 0, ...size },
    },
  );
  // Pixels that are put replace what is there; drawn from a second canvas they lie over it.
  const over = new OffscreenCanvas(size.width, size.height);
  over.getContext('2d')?.putImageData(mask, 0, 0);
  context.drawImage(over, 0, 0);
  return canvas.convertToBlob();
}
