import type { Point, Rect } from '../../../app/domain/geometry.ts';
import type { Prompts } from '../tools/tool.ts';

const radiusPx = 7;
const armPx = 3.5;
const colors = { take: '#1c7a4f', leave: '#c2352b' };
const light = '#ffffff';
const dark = 'rgba(0, 0, 0, 0.65)';

/** A plus where the object is, a minus where it is not, told apart without colour too; the box is dashed. */
export function drawPrompts(
  context: CanvasRenderingContext2D,
  { points, box }: Prompts,
  onScreen: (point: Point) => Point,
): void {
  if (box !== null) drawBox(context, box, onScreen);
  for (const point of points) drawMark(context, onScreen(point), point.positive);
}

function drawMark(context: CanvasRenderingContext2D, { x, y }: Point, positive: boolean): void {
  context.beginPath();
  context.arc(x, y, radiusPx, 0, 2 * Math.PI);
  context.fillStyle = positive ? colors.take : colors.leave;
  context.fill();
  context.lineWidth = 3.5;
  context.strokeStyle = dark;
  context.stroke();
  context.lineWidth = 1.5;
  context.strokeStyle = light;
  context.stroke();
  context.beginPath();
  context.moveTo(x - armPx, y);
  context.lineTo(x + armPx, y);
  if (positive) {
    context.moveTo(x, y - armPx);
    context.lineTo(x, y + armPx);
  }
  context.lineWidth = 2;
  context.stroke();
}

function drawBox(
  context: CanvasRenderingContext2D,
  box: Rect,
  onScreen: (point: Point) => Point,
): void {
  const corners = [
    { x: box.x, y: box.y },
    { x: box.x + box.width, y: box.y },
    { x: box.x + box.width, y: box.y + box.height },
    { x: box.x, y: box.y + box.height },
  ].map(onScreen);
  const outline = new Path2D();
  corners.forEach(({ x, y }, index) => {
    if (index === 0) outline.moveTo(x, y);
    else outline.lineTo(x, y);
  });
  outline.closePath();
  context.lineWidth = 3.5;
  context.strokeStyle = dark;
  context.stroke(outline);
  context.lineWidth = 1.5;
  context.setLineDash([6, 4]);
  context.strokeStyle = light;
  context.stroke(outline);
  context.setLineDash([]);
}
