import type { BrushShape } from '../../../app/mask/brush.ts';
import type { Point } from '../../../app/domain/geometry.ts';
import type { Category } from '../../../app/domain/category.ts';
import type { Drawing } from '../../canvas/drawing/drawing.ts';
import type { OverlapPolicy } from '../../canvas/drawing/overlap-policy.ts';
import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { BrushSnap } from '../../canvas/tools/snap-kind.ts';
import type { Target } from '../../canvas/tools/aim.ts';
import type { PixelOptions } from '../../canvas/tools/pixel-options.ts';
import type { PickedCorner, Progress, ToolName } from '../../canvas/tools/tool.ts';
import type { Workbench } from '../../canvas/workbench.ts';

/** What the workbench knows, for components to follow. */
export interface Hand {
  readonly tool: ToolName;
  readonly activeTool: ToolName;
  readonly brushSizePx: number;
  readonly brushShape: BrushShape;
  readonly brushSnap: BrushSnap;
  readonly pixelOptions: PixelOptions;
  readonly overlap: OverlapPolicy;
  readonly category: number | null;
  readonly selected: number | null;
  readonly target: Target;
  /** The corner that keys have picked. */
  readonly corner: PickedCorner | null;
  /** The next stroke takes away, or the shape that is begun does. */
  readonly takesAway: boolean;
  /** A shape is begun that undo would take a corner from. */
  readonly isShaping: boolean;
  /** And redo would give one back. */
  readonly canStepForth: boolean;
  /** A network was asked, and what it answered is not applied yet. */
  readonly isPrompting: boolean;
  readonly progress: Progress | null;
  /** What the pen did last is still worked out. */
  readonly isSettling: boolean;
  /** The class and label of an object that the stroke under the pen brings into being. */
  readonly coming: { readonly slot: number; readonly category: number } | null;
}

export function handOf(bench: Workbench): Hand {
  const { tool, activeTool, category, selected } = bench;
  const { brushSizePx, brushShape, brushSnap, pixelOptions, overlap } = bench;
  const coming = bench.coming();
  const target = bench.target();
  const { takesAway, progress, isSettling } = bench;
  const corner = bench.cornerKeys?.picked ?? null;
  const { isShaping, canStepForth } = bench;
  const isPrompting = bench.sketch().prompts !== null;
  return {
    tool,
    activeTool,
    brushSizePx,
    brushShape,
    brushSnap,
    pixelOptions,
    overlap,
    category,
    selected,
    coming,
    target,
    takesAway,
    corner,
    isShaping,
    canStepForth,
    isPrompting,
    progress,
    isSettling,
  };
}

/** Whether components would show the same. Most presses and lifts of the pen change nothing of it. */
export function isSameHand(a: Hand, b: Hand): boolean {
  const { target, coming, corner, progress, ...others } = a;
  const isSame = Object.entries(others).every(([name, value]) => b[name as keyof Hand] === value);
  return (
    isSame &&
    isSameTarget(target, b.target) &&
    coming?.slot === b.coming?.slot &&
    coming?.category === b.coming?.category &&
    corner?.number === b.corner?.number &&
    corner?.of === b.corner?.of &&
    progress === b.progress
  );
}

function isSameTarget(a: Target, b: Target): boolean {
  const object = 'object' in a ? a.object.id : null;
  return a.kind === b.kind && object === ('object' in b ? b.object.id : null);
}

/** A stored pixel and what lies there. */
export interface Pointed extends Point {
  readonly object: number | null;
}

/** What the pen is over; the same value again as long as it is over the same. */
export function pointedBy(
  { pen }: Workbench,
  drawing: Drawing | undefined,
  before: Pointed | null,
): Pointed | null {
  const pixel = { x: Math.floor(pen?.point.x ?? -1), y: Math.floor(pen?.point.y ?? -1) };
  if (drawing?.contains(pixel) !== true) {
    return null;
  }
  const object = drawing.objectAt(pixel)?.id ?? null;
  const isSame = before?.x === pixel.x && before.y === pixel.y && before.object === object;
  return isSame ? before : { ...pixel, object };
}

/**
 * The class at hand when a picture is opened: in a picture of dogs the brush is for dogs, whatever the last picture
 * showed. Where several classes are, or none, it stays as it was as long as it exists.
 */
export function classAtHand(
  before: number | null,
  objects: readonly DrawnObject[],
  categories: readonly Category[],
): number | null {
  const shown = new Set(objects.filter(({ crowd }) => !crowd).map(({ category }) => category));
  const [only] = shown;
  if (only !== undefined && shown.size === 1) {
    return only;
  }
  return keptClass(before, objects, categories);
}

/** The class at hand after the classes have changed. */
export function keptClass(
  before: number | null,
  objects: readonly DrawnObject[],
  categories: readonly Category[],
): number | null {
  const isKept = categories.some(({ id }) => id === before);
  return isKept ? before : (objects.at(-1)?.category ?? categories[0]?.id ?? null);
}
