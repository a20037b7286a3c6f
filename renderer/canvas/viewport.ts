import type { Point, Rect, Size } from '../../app/domain/geometry.ts';

/**
 * Where the upright picture lies on the screen: its top left corner in CSS pixels of the canvas, and how many
 * CSS pixels one picture pixel covers.
 */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const smallestScale = 0.01;
export const largestScale = 64;
/** From this scale on, the borders of single pixels are worth drawing. */
export const pixelGridScale = 8;

/** So much of the picture stays in sight, in CSS pixels, however far it is dragged. */
const keptInSight = 48;

export function screenFromImage({ x, y }: Point, viewport: Viewport): Point {
  return { x: x * viewport.scale + viewport.x, y: y * viewport.scale + viewport.y };
}

export function imageFromScreen({ x, y }: Point, viewport: Viewport): Point {
  return { x: (x - viewport.x) / viewport.scale, y: (y - viewport.y) / viewport.scale };
}

/** The whole picture in the middle, with a margin; small pictures are enlarged to fill, at most eightfold. */
export function fit(picture: Size, canvas: Size, marginPx = 16): Viewport {
  const scale = Math.min(
    8,
    Math.max(smallestScale, (canvas.width - 2 * marginPx) / picture.width),
    Math.max(smallestScale, (canvas.height - 2 * marginPx) / picture.height),
  );
  return centred(picture, canvas, scale);
}

export function centred(picture: Size, canvas: Size, scale: number): Viewport {
  return {
    scale,
    x: Math.round((canvas.width - picture.width * scale) / 2),
    y: Math.round((canvas.height - picture.height * scale) / 2),
  };
}

/** Zooms so that what lies under `anchor` (CSS pixels) stays there. */
export function zoomTo(viewport: Viewport, scale: number, anchor: Point): Viewport {
  const kept = Math.min(largestScale, Math.max(smallestScale, scale));
  const point = imageFromScreen(anchor, viewport);
  return { scale: kept, x: anchor.x - point.x * kept, y: anchor.y - point.y * kept };
}

export function pan(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x + dx, y: viewport.y + dy };
}

/** The nearest viewport that keeps some of the picture in sight. */
export function withinReach(viewport: Viewport, picture: Size, canvas: Size): Viewport {
  const width = picture.width * viewport.scale;
  const height = picture.height * viewport.scale;
  const keptX = Math.min(keptInSight, width);
  const keptY = Math.min(keptInSight, height);
  return {
    scale: viewport.scale,
    x: Math.min(canvas.width - keptX, Math.max(keptX - width, viewport.x)),
    y: Math.min(canvas.height - keptY, Math.max(keptY - height, viewport.y)),
  };
}

/** On whole device pixels, so that the borders of picture pixels stay sharp. */
export function snapped(viewport: Viewport, pixelRatio: number): Viewport {
  return {
    scale: viewport.scale,
    x: Math.round(viewport.x * pixelRatio) / pixelRatio,
    y: Math.round(viewport.y * pixelRatio) / pixelRatio,
  };
}

/** The part of the upright picture in sight, in whole pixels. */
export function visibleRect(viewport: Viewport, picture: Size, canvas: Size): Rect {
  const from = imageFromScreen({ x: 0, y: 0 }, viewport);
  const to = imageFromScreen({ x: canvas.width, y: canvas.height }, viewport);
  const x = Math.min(picture.width, Math.max(0, Math.floor(from.x)));
  const y = Math.min(picture.height, Math.max(0, Math.floor(from.y)));
  return {
    x,
    y,
    width: Math.max(0, Math.min(picture.width, Math.ceil(to.x)) - x),
    height: Math.max(0, Math.min(picture.height, Math.ceil(to.y)) - y),
  };
}
