import type { Size } from '../../domain/geometry.ts';
import { componentsOf } from '../../mask/components.ts';
import { rlesFromLabels } from '../../mask/labels.ts';
import { type Rle } from '../../mask/rle.ts';
import { bitmapFromRle } from '../../mask/rle-bitmap.ts';

/** One object that a mask shows. */
export interface MaskObject {
  /** The mask's value. */
  readonly value: number;
  /** 0 for all of the class, else 1, 2, ... from the topmost connected part down. */
  readonly part: number;
  readonly rle: Rle;
}

/** More parts than this are noise, and nobody's objects. */
export const mostParts = 65_535;

/**
 * What a mask's values show, by ascending value, 0 left out: each class one object, or with `parts` each of its connected
 * parts (pixels that touch at sides or corners). Values that are in `whole` stay one object in any case, as does a class of
 * more than 65,535 parts.
 */
export function objectsOfMask(
  values: Uint8Array,
  size: Size,
  { parts, whole }: { readonly parts: boolean; readonly whole: ReadonlySet<number> },
): readonly MaskObject[] {
  return [...rlesFromLabels(values, size)].flatMap(([value, rle]) => {
    const one = [{ value, part: 0, rle }];
    if (!parts || whole.has(value)) return one;
    const components = componentsOf(bitmapFromRle(rle));
    if (components.length > mostParts) return one;
    return components.map((component, k) => ({ value, part: k + 1, rle: component.rle }));
  });
}
