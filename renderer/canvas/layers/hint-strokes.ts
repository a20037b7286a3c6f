import type { Point } from '../../../app/domain/geometry.ts';
import type { Hint } from '../opencv/hints.ts';

const keeps = { fill: 'rgba(63, 178, 127, 0.4)', line: '#3fb27f' } as const;
const drops = { fill: 'rgba(229, 83, 75, 0.4)', line: '#ff8a80' } as const;

/** The stroke in its true width, pale, with a thin line along its middle that is seen on any picture. */
export function drawHint(
  context: CanvasRenderingContext2D,
  { points, sizePx, keeps: isKept }: Hint,
  { onScreen, scale }: { readonly onScreen: (point: Point) => Point; readonly scale: number },
): void {
  const way = points.map((point) => onScreen(point));
  const [first] = way;
  if (first === undefined) {
    return;
  }
  const path = new Path2D();
  path.moveTo(first.x, first.y);
  // A line of no length still has its ends.
  for (const { x, y } of way.length === 1 ? [first] : way.slice(1)) path.lineTo(x, y);
  const { fill, line } = isKept ? keeps : drops;
  context.save();
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const [width, color] of [
    [Math.max(4, sizePx * scale), fill],
    [3, 'rgba(0, 0, 0, 0.65)'],
    [1.5, line],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke(path);
  }
  context.restore();
}
