import { brushDiameter } from '../../../app/mask/brush.ts';
import type { ToolName } from './tool.ts';

export const largestBrushPx = 2000;

/** A pen that hardly touches still paints this share of the size. */
const leastShare = 0.1;

/** Whether the tool paints with a brush, whose size and shape can be set. */
export function hasBrushSize(tool: ToolName): boolean {
  return ['brush', 'eraser', 'superpixel', 'grabcut'].includes(tool);
}

/** Within the sizes that a brush may have, whole. */
export function withinBrushSizes(sizePx: number): number {
  return Math.min(largestBrushPx, brushDiameter(sizePx));
}

/** So many steps larger, or smaller when below 0: small brushes change by a pixel, large ones by a tenth. */
export function steppedSize(sizePx: number, steps: number): number {
  const step = sizePx < 10 ? 1 : Math.max(2, Math.round(sizePx / 10));
  return withinBrushSizes(sizePx + steps * step);
}

/** What a brush of `sizePx` paints under a pen that is pressed so hard, from 0 to 1. */
export function pressedSize(sizePx: number, pressure: number): number {
  return withinBrushSizes(sizePx * (leastShare + (1 - leastShare) * pressure));
}
