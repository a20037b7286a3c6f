import type { Size } from '../domain/geometry.ts';

/** Label colours on transparent ground, as the window lays them over pictures. */

/** How opaque a fill is; outlines are wholly so. */
const fillOpacity = 0.45;
/** Crowds are there, but are not for learning. */
const crowdOpacity = 0.2;
const outlinePx = 2;

export interface PaintedLabels extends Size {
  /** One byte a pixel: which colour, 0 for none. */
  readonly values: Uint8Array;
  /** One byte a pixel: which object, so that neighbours of one class are told apart. */
  readonly owners: Uint8Array;
  /** One byte a pixel, 1 for crowds, which get no outline. */
  readonly crowds: Uint8Array;
}

/** RGBA, four bytes a pixel. `colorOf` answers `#rrggbb` for a value. */
export function paintLabels(
  { width, height, values, owners, crowds }: PaintedLabels,
  colorOf: (value: number) => string,
): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  const colors = new Map<number, readonly [number, number, number]>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = values[at] ?? 0;
      if (value === 0) continue;
      const color = colors.get(value) ?? rgbOf(colorOf(value));
      colors.set(value, color);
      const isCrowd = crowds[at] === 1;
      const isEdge = !isCrowd && isOutline(owners, { x, y, width, height });
      const opacity = isEdge ? 1 : isCrowd ? crowdOpacity : fillOpacity;
      pixels[at * 4] = color[0];
      pixels[at * 4 + 1] = color[1];
      pixels[at * 4 + 2] = color[2];
      pixels[at * 4 + 3] = Math.round(opacity * 255);
    }
  }
  return pixels;
}

/** Whether another object, or none, lies within the outline's width; the picture's own edge is no outline. */
function isOutline(
  owners: Uint8Array,
  { x, y, width, height }: Size & { x: number; y: number },
): boolean {
  const owner = owners[y * width + x];
  for (let away = 1; away <= outlinePx; away++) {
    const differs =
      (x >= away && owners[y * width + x - away] !== owner) ||
      (x + away < width && owners[y * width + x + away] !== owner) ||
      (y >= away && owners[(y - away) * width + x] !== owner) ||
      (y + away < height && owners[(y + away) * width + x] !== owner);
    if (differs) return true;
  }
  return false;
}

function rgbOf(color: string): readonly [number, number, number] {
  const number = Number.parseInt(color.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
