import { uprightSize, type Point } from '../domain/geometry.ts';
import type { Prompt, PromptTarget } from '../contract/prompting.ts';
import { uprightFromStored } from '../mask/turn.ts';
import type { Interface } from './families.ts';
import { contentSize } from './picture-input.ts';

/** Points as a decoder takes them: x and y in the network's square, and what each is. */
export interface PromptInput {
  readonly coordinates: readonly number[];
  readonly labels: readonly number[];
  /** Left, top, right and bottom where boxes have an input of their own; else empty, as it is without one. */
  readonly box: readonly number[];
}

const label = { leave: 0, take: 1, firstCorner: 2, lastCorner: 3, none: -1 } as const;

/**
 * A box is two points, or apart. SAM 1 wants a point that is none beside others, unless there is a box: that is how it was
 * trained; the decoders of SAM 2 add theirs themselves. Where boxes are apart, a point that is none stands for no points.
 */
export function promptInput(
  { points, box }: Prompt,
  target: PromptTarget,
  { family, form, boxesApart }: Pick<Interface, 'family' | 'form' | 'boxesApart'>,
): PromptInput {
  const upright = uprightSize(target, target.turn);
  const content = contentSize(target, form);
  const place = (point: Point): readonly [number, number] => {
    const { x, y } = uprightFromStored(point, target, target.turn);
    return [(x * content.width) / upright.width, (y * content.height) / upright.height];
  };
  // Networks count from the middle of a pixel, and add the half themselves.
  const pixels = points.map(({ x, y, positive }) => ({
    at: less(place({ x, y }), 0.5),
    label: positive ? label.take : label.leave,
  }));
  const corners = box === null ? [] : ordered(cornersOf(box).map(place));
  const ofBox = corners.map((at, index) => ({
    at: less(at, 0.5),
    label: index === 0 ? label.firstCorner : label.lastCorner,
  }));
  const isAlone = boxesApart ? points.length === 0 : family === 'sam' && box === null;
  const all = [
    ...pixels,
    ...(boxesApart ? [] : ofBox),
    ...(isAlone ? [{ at: [0, 0] as const, label: label.none }] : []),
  ];
  return {
    coordinates: all.flatMap(({ at }) => at),
    labels: all.map((each) => each.label),
    box: boxesApart ? ofBox.flatMap(({ at }) => at) : [],
  };
}

function cornersOf({ x, y, width, height }: NonNullable<Prompt['box']>): readonly Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

/** Upper left and lower right, which a turn may have swapped. */
function ordered(
  corners: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const [a, b] = corners;
  if (a === undefined || b === undefined) return [];
  return [
    [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
    [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  ];
}

function less([x, y]: readonly [number, number], by: number): readonly [number, number] {
  return [x - by, y - by];
}
