import type { ToolName } from './tool.ts';

const drawsNothing: readonly ToolName[] = ['select', 'pan', 'move', 'eraser', 'split', 'merge'];

/** Whether an object can come into being by the tool. */
export function makesObjects(tool: ToolName): boolean {
  return !drawsNothing.includes(tool);
}
