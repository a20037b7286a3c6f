import type { BrushShape } from '../../app/mask/brush.ts';
import type { OverlapPolicy } from './drawing/overlap-policy.ts';
import type { BrushSnap } from './tools/snap-kind.ts';
import { pressedSize, steppedSize, withinBrushSizes } from './tools/brush-size.ts';
import { defaultPixelOptions, withPixelOptions, type PixelOptions } from './tools/pixel-options.ts';
import type { Pen } from './tools/tool.ts';

/** What a person can set for the tools; it stays from one picture to the next. */
export abstract class ToolSettings {
  brushSizePx = 20;
  brushShape: BrushShape = 'round';
  /** Whose edges the brush keeps to. */
  brushSnap: BrushSnap = 'off';
  /** How hard a pen is pressed makes the brush larger or smaller. */
  pressureSizes = true;
  /** Corners are drawn onto what lies near. */
  snaps = true;
  pixelOptions: PixelOptions = defaultPixelOptions;
  overlap: OverlapPolicy = 'overwrite';

  /** Something that is shown of the hand is another. */
  abstract refresh(): void;

  setBrushSize(sizePx: number): void {
    this.brushSizePx = withinBrushSizes(sizePx);
    this.refresh();
  }

  stepBrushSize(steps: number): void {
    this.setBrushSize(steppedSize(this.brushSizePx, steps));
  }

  sizeUnder({ pressure }: Pen): number {
    return this.pressureSizes ? pressedSize(this.brushSizePx, pressure) : this.brushSizePx;
  }

  setBrushSnap(snap: BrushSnap): void {
    this.brushSnap = snap;
    this.refresh();
  }

  setBrushShape(shape: BrushShape): void {
    this.brushShape = shape;
    this.refresh();
  }

  setPixelOptions(change: Partial<PixelOptions>): void {
    this.pixelOptions = withPixelOptions(this.pixelOptions, change);
    this.refresh();
  }

  setOverlap(overlap: OverlapPolicy): void {
    this.overlap = overlap;
    this.refresh();
  }
}
