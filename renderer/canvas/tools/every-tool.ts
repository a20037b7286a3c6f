import { AreaTool } from './area.ts';
import { BrushSnapping } from './brush-snap.ts';
import { BrushTool } from './brush.ts';
import { FillTool } from './fill.ts';
import { GrabCutTool } from './grab-cut.ts';
import { MergeTool } from './merge.ts';
import { MoveTool } from './move.ts';
import { PanTool } from './pan.ts';
import { PolygonTool } from './polygon.ts';
import { PredictedTool } from './predicted.ts';
import { PromptTool } from './prompt.ts';
import { ScissorsTool } from './scissors.ts';
import { SelectTool } from './select.ts';
import { SplitTool } from './split.ts';
import { SuperpixelTool } from './superpixel.ts';
import type { Hands, Tool, ToolName } from './tool.ts';
import { WandTool } from './wand.ts';

/** One of each, all for the same hands. */
export function everyTool(hands: Hands): Readonly<Record<ToolName, Tool>> {
  const snapping = new BrushSnapping(hands);
  return {
    select: new SelectTool(hands),
    brush: new BrushTool('brush', hands, snapping),
    eraser: new BrushTool('eraser', hands, snapping),
    polygon: new PolygonTool(hands),
    lasso: new AreaTool('lasso', hands),
    rectangle: new AreaTool('rectangle', hands),
    ellipse: new AreaTool('ellipse', hands),
    move: new MoveTool(hands),
    scissors: new ScissorsTool(hands),
    fill: new FillTool(hands),
    wand: new WandTool(hands),
    superpixel: new SuperpixelTool(hands),
    grabcut: new GrabCutTool(hands),
    split: new SplitTool(hands),
    merge: new MergeTool(hands),
    predicted: new PredictedTool(hands),
    prompt: new PromptTool(hands),
    pan: new PanTool(hands),
  };
}
