import { verdictColors } from '../../../app/mask/verdict.ts';
import type { DrawnObject } from '../drawing/drawn-object.ts';
import type { Palette } from './label-paint.ts';

export interface PaletteChoice {
  /** `#rrggbb` of an object. */
  readonly colorOf: (object: DrawnObject) => string;
  /** `#rrggbb` of a class, for an object that is coming into being. */
  readonly colorOfClass: (category: number) => string;
  /** 0..1. */
  readonly opacity: number;
  readonly outlineOnly: boolean;
  /** The pattern of a class; left out, none has any. */
  readonly hatchOf?: ((category: number) => number) | undefined;
  /** The objects that are chosen. */
  readonly chosen: readonly number[];
  /** The object that the pointer rests on in the list. */
  readonly hovered: number | null;
  /** The class of an object that a stroke is bringing into being, and its label. */
  readonly coming: { readonly slot: number; readonly category: number } | null;
}

/** The chosen object is seen by a second line, light inside its own, not by more colour over the picture. */
const chosenLine = 0xe6ffffff;
/** What a dark picture would swallow has a faint one. */
const seenLine = 0x66ffffff;
/** Of a relative luminance below this an outline is hardly told from black: less than 2 to 1. */
const darkBelow = 0.05;

export function paletteOf(objects: readonly DrawnObject[], choice: PaletteChoice): Palette {
  const slots = objects.map(({ slot }) => slot);
  const length = Math.max(0, choice.coming?.slot ?? 0, ...slots) + 1;
  const palette = {
    fill: new Uint32Array(length),
    line: new Uint32Array(length),
    striped: new Uint8Array(length),
    inner: new Uint32Array(length),
    hatch: new Uint8Array(length),
  };
  const fillAlpha = choice.outlineOnly ? 0 : choice.opacity;
  for (const object of objects) {
    const { id, slot, category, crowd } = object;
    const color = choice.colorOf(object);
    palette.fill[slot] = wordOf(color, id === choice.hovered ? fillAlpha + 0.12 : fillAlpha);
    palette.line[slot] = wordOf(color, 1);
    palette.striped[slot] = crowd ? 1 : 0;
    palette.inner[slot] = choice.chosen.includes(id)
      ? chosenLine
      : luminanceOf(color) < darkBelow
        ? seenLine
        : 0;
    palette.hatch[slot] = choice.outlineOnly ? 0 : (choice.hatchOf?.(category) ?? 0);
  }
  if (choice.coming !== null) {
    const color = choice.colorOfClass(choice.coming.category);
    palette.fill[choice.coming.slot] = wordOf(color, fillAlpha);
    palette.line[choice.coming.slot] = wordOf(color, 1);
    palette.inner[choice.coming.slot] = chosenLine;
    palette.hatch[choice.coming.slot] = choice.hatchOf?.(choice.coming.category) ?? 0;
  }
  return palette;
}

/** Labels 1..n of a prediction, all in one hue. */
export function predictionPalette(count: number, color: string, opacity: number): Palette {
  return {
    fill: new Uint32Array(count + 1).fill(wordOf(color, opacity), 1),
    line: new Uint32Array(count + 1).fill(wordOf(color, 1), 1),
    striped: new Uint8Array(count + 1),
  };
}

/** The pattern of each verdict, for who cannot tell the colours apart; what is right has none. */
export const verdictHatching = Uint8Array.of(0, 0, 1, 2);

export function verdictPalette({ hatched }: { readonly hatched: boolean }): Palette {
  const colors = [verdictColors.right, verdictColors.missed, verdictColors.extra];
  return {
    fill: Uint32Array.of(0, ...colors.map((color) => wordOf(color, 0.55))),
    line: Uint32Array.of(0, ...colors.map((color) => wordOf(color, 1))),
    striped: new Uint8Array(4),
    ...(hatched ? { hatch: verdictHatching } : {}),
  };
}

function channels(color: string): readonly [number, number, number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `#rrggbb` and 0..1 as the word that `ImageData` holds. */
export function wordOf(color: string, opacity: number): number {
  const [red, green, blue] = channels(color);
  const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Of `#rrggbb`, relative, 0..1, as WCAG has it. */
function luminanceOf(color: string): number {
  const [red, green, blue] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
