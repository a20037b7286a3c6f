import type { Category } from '../../../app/domain/category.ts';
import type { DrawnObject } from '../drawing/drawn-object.ts';
import type { Palette } from './label-paint.ts';
import { wordOf } from './palette.ts';

export interface SemanticChoice {
  readonly classes: readonly Category[];
  /** 0..1. */
  readonly opacity: number;
  readonly outlineOnly: boolean;
  readonly hatchOf?: ((category: number) => number) | undefined;
  /** The class of an object that a stroke is bringing into being, and its label. */
  readonly coming: { readonly slot: number; readonly category: number } | null;
}

/** What training leaves out has no class, and so no class's colour. */
const ignoredColor = '#9aa3ad';

/** The label of what training leaves out, after those of all classes. */
export function ignoredLabel({ classes }: Pick<SemanticChoice, 'classes'>): number {
  return classes.length + 1;
}

/**
 * The picture as a network is trained on it: objects of a class are one, and what lies in crowds is left out, shown by
 * stripes. The labels of objects become the values of classes, 1 .. n.
 */
export function semanticPalette(objects: readonly DrawnObject[], choice: SemanticChoice): Palette {
  const { coming } = choice;
  const classes = [...choice.classes].sort((a, b) => a.value - b.value);
  const ignored = ignoredLabel(choice);
  const values = new Map(classes.map(({ id, value }) => [id, value]));
  const slots = objects.map(({ slot }) => slot);
  const merged = new Uint16Array(Math.max(0, coming?.slot ?? 0, ...slots) + 1);
  for (const { slot, category, crowd } of objects) {
    merged[slot] = crowd ? ignored : (values.get(category) ?? ignored);
  }
  if (coming !== null) {
    merged[coming.slot] = values.get(coming.category) ?? ignored;
  }
  const fillAlpha = choice.outlineOnly ? 0 : choice.opacity;
  const colors = [...classes.map(({ color }) => color), ignoredColor];
  const striped = new Uint8Array(colors.length + 1);
  striped[ignored] = 1;
  return {
    merged,
    fill: Uint32Array.from([0, ...colors.map((color) => wordOf(color, fillAlpha))]),
    line: Uint32Array.from([0, ...colors.map((color) => wordOf(color, 1))]),
    striped,
    hatch: Uint8Array.from([
      0,
      ...classes.map(({ id }) => (choice.outlineOnly ? 0 : (choice.hatchOf?.(id) ?? 0))),
      0,
    ]),
  };
}
