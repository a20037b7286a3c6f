import type { ToolName } from '../canvas/tools/tool.ts';
import { actionTable, type Action, type ActionId } from './table.ts';

const sizes: readonly ActionId[] = [
  'annotate.smaller',
  'annotate.larger',
  'annotate.muchSmaller',
  'annotate.muchLarger',
];
const corners: readonly ActionId[] = ['annotate.finish', 'annotate.stepBack'];
const pickedCorners: readonly ActionId[] = [
  'annotate.nextCorner',
  'annotate.previousCorner',
  'annotate.addCorner',
];
const again: readonly ActionId[] = [
  'annotate.newObject',
  'annotate.nextOverlap',
  'annotate.repeat',
];

/** What keys do while a tool is at hand, besides choosing it and Esc, which takes back what any tool began. */
const ofTools: Readonly<Partial<Record<ToolName, readonly ActionId[]>>> = {
  select: [
    ...pickedCorners,
    'annotate.objectAbove',
    'annotate.objectBelow',
    'annotate.copy',
    'annotate.paste',
    'annotate.delete',
  ],
  brush: [...sizes, 'annotate.nextSnap', ...again],
  eraser: [...sizes, 'annotate.nextSnap'],
  polygon: [...corners, ...pickedCorners, 'annotate.delete', ...again],
  lasso: again,
  rectangle: again,
  ellipse: again,
  scissors: [...corners, ...again],
  wand: again,
  grabcut: [...corners, ...sizes, ...again],
  merge: ['annotate.mergeChosen'],
  split: ['annotate.splitParts'],
  superpixel: [...sizes, ...again],
  prompt: [...corners, ...again],
};

/** The keys of a tool, the one that chooses it first. */
export function actionsOfTool(tool: ToolName): readonly Action[] {
  const own = ofTools[tool] ?? [];
  const ids: readonly string[] = [`annotate.${tool}`, ...own, 'annotate.cancel', 'annotate.steer'];
  return ids.flatMap((id) => actionTable.find((action) => action.id === id) ?? []);
}
