import type { ToolName } from '../canvas/tools/tool.ts';
import { actionTable, type Action, type ActionId } from './table.ts';

const sizes: readonly ActionId[] = [
  'annotate.smaller',
  'annotate.larger',
  'annotate.muchSmaller',
  'annotate.muchLarger',
];
const corners: readonly ActionId[] = ['annotate.finish', 'annotate.stepBack'];

/** What keys do while a tool is at hand, besides choosing it and Esc, which takes back what any tool began. */
const ofTools: Readonly<Partial<Record<ToolName, readonly ActionId[]>>> = {
  select: ['annotate.delete'],
  brush: [...sizes, 'annotate.newObject'],
  eraser: sizes,
  polygon: [...corners, 'annotate.newObject'],
  lasso: ['annotate.newObject'],
  rectangle: ['annotate.newObject'],
  ellipse: ['annotate.newObject'],
  scissors: [...corners, 'annotate.newObject'],
  wand: ['annotate.newObject'],
  split: ['annotate.splitParts'],
  superpixel: [...sizes, 'annotate.newObject'],
};

/** The keys of a tool, the one that chooses it first. */
export function actionsOfTool(tool: ToolName): readonly Action[] {
  const ids: readonly string[] = [`annotate.${tool}`, ...(ofTools[tool] ?? []), 'annotate.cancel'];
  return ids.flatMap((id) => actionTable.find((action) => action.id === id) ?? []);
}
