import Konva from 'konva';
import { uprightSize, type Point, type Size } from '../../../app/domain/geometry.ts';
import { uprightFromStored } from '../../../app/mask/turn.ts';
import type { Corners, Path, Sketch } from '../tools/tool.ts';
import { drawHint } from './hint-strokes.ts';
import { CutoutOutline } from './cutout-outline.ts';
import { drawPrompts } from './prompt-marks.ts';
import { RegionOutline } from './region-outline.ts';
import { pixelGridScale, screenFromImage, visibleRect } from '../viewport.ts';
import type { Frame } from './frame.ts';

const light = '#ffffff';
const dark = 'rgba(0, 0, 0, 0.65)';
const accent = '#4c8dff';
const erasing = '#ff8078';

/** What lies over the masks and belongs to the hand: a polygon in the making, corners. */
export class SketchLayer {
  readonly layer = new Konva.Layer({ listening: false, visible: false });
  #frame: Frame | null = null;
  #sketch: Sketch | null = null;
  readonly #regions = new RegionOutline();
  readonly #outline = new CutoutOutline();

  constructor() {
    this.layer.add(new Konva.Shape({ sceneFunc: (context) => this.#draw(context._context) }));
  }

  draw(sketch: Sketch, frame: Frame | null): void {
    const isBlank = isBlankSketch(sketch);
    this.#sketch = sketch;
    this.#frame = frame;
    // A canvas that shows nothing is still put over the others in every frame, unless it is hidden.
    this.layer.visible(!isBlank);
    if (!isBlank) this.layer.draw();
  }

  #draw(context: CanvasRenderingContext2D): void {
    const frame = this.#frame;
    if (frame === null || this.#sketch === null) {
      return;
    }
    const { path, corners, regions, outline, prompts, hints } = this.#sketch;
    context.save();
    context.lineJoin = 'round';
    if (regions !== null) this.#regions.draw(context, regions, frame);
    if (outline !== null) this.#outline.draw(context, outline, frame);
    const screen = {
      onScreen: (point: Point) => onScreen(point, frame),
      scale: frame.viewport.scale,
    };
    for (const hint of hints) drawHint(context, hint, screen);
    if (corners !== null) drawCorners(context, corners, frame);
    if (path !== null) drawPath(context, path, frame);
    if (prompts !== null) drawPrompts(context, prompts, (point) => onScreen(point, frame));
    context.restore();
  }
}

function isBlankSketch({ path, corners, regions, outline, prompts, hints }: Sketch): boolean {
  const parts = [path, corners, regions, outline, prompts];
  return hints.length === 0 && parts.every((part) => part === null);
}

/** Borders of single pixels, once they are large enough to be told apart. */
export function drawPixelGrid(
  context: CanvasRenderingContext2D,
  { size, turn, viewport }: Frame,
  canvas: Size,
): void {
  if (viewport.scale < pixelGridScale) {
    return;
  }
  const seen = visibleRect(viewport, uprightSize(size, turn), canvas);
  const from = screenFromImage(seen, viewport);
  const to = screenFromImage({ x: seen.x + seen.width, y: seen.y + seen.height }, viewport);
  context.save();
  context.beginPath();
  for (let column = 0; column <= seen.width; column++) {
    const x = Math.round(from.x + column * viewport.scale) + 0.5;
    context.moveTo(x, from.y);
    context.lineTo(x, to.y);
  }
  for (let row = 0; row <= seen.height; row++) {
    const y = Math.round(from.y + row * viewport.scale) + 0.5;
    context.moveTo(from.x, y);
    context.lineTo(to.x, y);
  }
  context.lineWidth = 1;
  context.strokeStyle = 'rgba(128, 128, 128, 0.35)';
  context.stroke();
  context.restore();
}

export function onScreen(point: Point, { size, turn, viewport }: Frame): Point {
  return screenFromImage(uprightFromStored(point, size, turn), viewport);
}

/** Dark below, light above: seen on any picture. */
function strokeTwice(
  context: CanvasRenderingContext2D,
  path: Path2D,
  { color, width }: { color: string; width: number },
): void {
  context.lineWidth = width + 2;
  context.strokeStyle = dark;
  context.stroke(path);
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke(path);
}

function drawPath(context: CanvasRenderingContext2D, path: Path, frame: Frame): void {
  const points = path.points.map((point) => onScreen(point, frame));
  const [first] = points;
  if (first === undefined) {
    return;
  }
  const line = new Path2D();
  line.moveTo(first.x, first.y);
  for (const { x, y } of points.slice(1)) line.lineTo(x, y);
  if (path.to !== null) {
    const to = onScreen(path.to, frame);
    line.lineTo(to.x, to.y);
  }
  strokeTwice(context, line, { color: path.takesAway === true ? erasing : light, width: 1.5 });
  if (path.isPlain === true) {
    return;
  }
  const anchors = path.anchors?.map((point) => onScreen(point, frame)) ?? points;
  anchors.forEach((point, index) => {
    drawHandle(context, point, { isHot: index === 0 && path.closes, isFirst: index === 0 });
  });
}

function drawCorners(context: CanvasRenderingContext2D, corners: Corners, frame: Frame): void {
  corners.polygons.forEach((flat, ring) => {
    const outline = new Path2D();
    for (let i = 0; i < flat.length; i += 2) {
      const { x, y } = onScreen({ x: flat[i] ?? 0, y: flat[i + 1] ?? 0 }, frame);
      if (i === 0) outline.moveTo(x, y);
      else outline.lineTo(x, y);
    }
    outline.closePath();
    strokeTwice(context, outline, { color: light, width: 1 });
    for (let i = 0; i < flat.length; i += 2) {
      const isHot = corners.hot?.ring === ring && corners.hot.index === i / 2;
      const at = onScreen({ x: flat[i] ?? 0, y: flat[i + 1] ?? 0 }, frame);
      drawHandle(context, at, { isHot, isFirst: false });
    }
  });
}

function drawHandle(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  { isHot, isFirst }: { isHot: boolean; isFirst: boolean },
): void {
  const radius = isHot ? 6 : isFirst ? 5 : 3.5;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = isHot ? accent : light;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = isHot ? light : dark;
  context.stroke();
}
