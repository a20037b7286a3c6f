import type { Polygons, Shape } from './annotation.ts';

/** The XOR of before and after inside a box, run-length packed as COCO's compressed string; its own inverse. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly counts: string;
}

/** What is needed to bring an annotation into being, or back. */
export interface AnnotationSeed {
  readonly id: number;
  readonly category: number;
  readonly shape: Shape;
  readonly crowd: boolean;
  /** Its place in the drawing order: 0 is at the bottom. */
  readonly position: number;
}

/** One invertible step. A gesture is a list of them, applied in order and taken back in reverse. */
export type Change =
  | { readonly kind: 'xor'; readonly annotation: number; readonly patch: Patch }
  | { readonly kind: 'create'; readonly seed: AnnotationSeed }
  | { readonly kind: 'delete'; readonly seed: AnnotationSeed }
  | {
      readonly kind: 'vertices';
      readonly annotation: number;
      readonly before: Polygons;
      readonly after: Polygons;
    }
  /** The first pixel edit of a polygon: it becomes the mask of the same pixels. */
  | { readonly kind: 'rasterise'; readonly annotation: number; readonly polygons: Polygons }
  | { readonly kind: 'vectorise'; readonly annotation: number; readonly polygons: Polygons }
  | {
      readonly kind: 'class';
      readonly annotation: number;
      readonly before: number;
      readonly after: number;
    }
  /** Every annotation of the picture, bottom first. */
  | {
      readonly kind: 'order';
      readonly before: readonly number[];
      readonly after: readonly number[];
    };

/** One act of a person: a stroke, a fill, an accepted prediction. The id is made where the act happens, so that a repeat is recognised. */
export interface Gesture {
  readonly id: string;
  /** What the history list says, such as "Brush" or "Delete cat". */
  readonly label: string;
  readonly changes: readonly Change[];
}

export function invertChange(change: Change): Change {
  switch (change.kind) {
    case 'xor':
      return change;
    case 'create':
      return { kind: 'delete', seed: change.seed };
    case 'delete':
      return { kind: 'create', seed: change.seed };
    case 'rasterise':
      return { ...change, kind: 'vectorise' };
    case 'vectorise':
      return { ...change, kind: 'rasterise' };
    case 'vertices':
      return { ...change, before: change.after, after: change.before };
    case 'class':
      return { ...change, before: change.after, after: change.before };
    case 'order':
      return { ...change, before: change.after, after: change.before };
  }
}

/** The changes that take a gesture back, in the order to apply them. */
export function invertChanges(changes: readonly Change[]): readonly Change[] {
  return changes.map(invertChange).reverse();
}
