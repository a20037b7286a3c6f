import type { Palette } from '../../canvas/layers/label-paint.ts';
import { ignored } from '../../../app/mask/labels.ts';

const fillAlpha = 0x73; // 45 %

/** `#rrggbb` as the little-endian word of `ImageData`. */
function word(color: string, alpha: number): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return ((alpha << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0)) >>> 0;
}

function emptyPalette(): Palette {
  return {
    fill: new Uint32Array(256),
    line: new Uint32Array(256),
    striped: new Uint8Array(256),
  };
}

interface ClassColor {
  readonly value: number;
  readonly color: string;
}

/** Labels in their classes' colours; crowds in grey stripes. */
export function labelPalette(classes: readonly ClassColor[]): Palette {
  const palette = emptyPalette();
  for (const { value, color } of classes) {
    palette.fill[value] = word(color, fillAlpha);
    palette.line[value] = word(color, 0xff);
  }
  palette.fill[ignored] = word('#9aa3ad', fillAlpha);
  palette.line[ignored] = word('#9aa3ad', 0xff);
  palette.striped[ignored] = 1;
  return palette;
}

/** Predictions keep their classes' fill, and are told from labels by their violet outline. */
export function predictionPalette(classes: readonly ClassColor[], outline: string): Palette {
  const palette = emptyPalette();
  for (const { value, color } of classes) {
    palette.fill[value] = word(color, fillAlpha);
    palette.line[value] = word(outline, 0xff);
  }
  return palette;
}
