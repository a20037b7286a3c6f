import type { Point, Rect } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import type { BrushShape } from '../../../app/mask/brush.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';
import type { Superpixels } from '../../../app/mask/superpixels.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Aim, Stroke } from '../drawing/stroke.ts';
import type { Hint } from '../opencv/hints.ts';
import type { PictureCuts } from '../opencv/picture-cuts.ts';
import type { PictureEdges } from '../opencv/picture-edges.ts';
import type { PictureReading } from '../worker/picture-reading.ts';
import type { Predicted } from '../predicted.ts';
import type { BrushSnap } from './snap-kind.ts';
import type { PixelOptions } from './pixel-options.ts';
import type { Prompter } from './prompter.ts';

export type ToolName =
  | 'select'
  | 'brush'
  | 'eraser'
  | 'polygon'
  | 'scissors'
  | 'lasso'
  | 'rectangle'
  | 'ellipse'
  | 'move'
  | 'fill'
  | 'wand'
  | 'superpixel'
  | 'split'
  | 'merge'
  | 'grabcut'
  | 'predicted'
  | 'prompt'
  | 'pan';

/** The pointer as tools see it. */
export interface Pen {
  /** In stored pixels, with fractions; outside the picture too. */
  readonly point: Point;
  /** In CSS pixels of the canvas. */
  readonly screen: Point;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
  /** How hard a pen is pressed, above 0 and up to 1; 1 for whatever knows no pressure. */
  readonly pressure: number;
  /** The button that is held: 0 left, 1 middle, 2 right. */
  readonly button: number;
  /** CSS pixels that one pixel of the picture covers. */
  readonly scale: number;
}

/** What a gesture was, for the history and for notices. */
export type Act =
  | 'brush'
  | 'eraser'
  | 'polygon'
  | 'corners'
  | 'scissors'
  | 'fill'
  | 'wand'
  | 'superpixel'
  | 'grabcut'
  | 'predicted'
  | 'prompt'
  | 'lasso'
  | 'rectangle'
  | 'ellipse'
  | 'move'
  | 'grow'
  | 'shrink'
  | 'smooth'
  | 'holes'
  | 'largest'
  | 'split'
  | 'parts'
  | 'merge'
  | 'duplicate'
  | 'clear'
  | 'delete'
  | 'cut'
  | 'paste'
  | 'previous'
  | 'class'
  | 'order';

/** Why a click came to nothing; the view has the sentence. */
export type Refusal =
  | 'no-class'
  | 'no-drawing'
  | 'no-prediction'
  | 'nothing-predicted'
  | 'as-predicted'
  | 'class-gone'
  | 'no-networks'
  | 'open-region'
  | 'locked'
  | 'none-chosen'
  | 'one-chosen'
  | 'one-locked'
  | 'nothing-here'
  | 'occupied'
  | 'outside'
  | 'shape-begun'
  | 'nothing-copied'
  | 'no-previous'
  | 'previous-empty'
  | 'whole'
  | 'one-part'
  | 'many-pieces'
  | 'other-class'
  | 'crowd'
  | 'read-only'
  | 'unreadable';

/** What tools may do; the workbench is the one that can. */
export interface Hands {
  readonly drawing: Drawing;
  /** Nothing may be changed: somebody else has the project, or older changes are on their way. */
  readonly readOnly: boolean;
  readonly brushSizePx: number;
  readonly brushShape: BrushShape;
  /** Whose edges the brush keeps to. */
  readonly brushSnap: BrushSnap;
  /** The size under this pen: a pen's pressure may make it smaller. */
  sizeUnder(pen: Pen): number;
  readonly category: number | null;
  readonly selected: number | null;
  /** Grows whenever a person chooses an object, also the same one again, or a gesture chooses another. */
  readonly choices: number;
  /** The picture's colours; null when its file is missing or is no picture. */
  readonly reading: PictureReading | null;
  /** Its edges; null when there are no colours. */
  readonly edges: PictureEdges | null;
  /** What stands out in it; null when there are no colours. */
  readonly cuts: PictureCuts | null;
  /** The person's own networks; null when there is no picture to ask them about. */
  readonly prompter: Prompter | null;
  readonly pixelOptions: PixelOptions;
  /** What a network says of the picture; null when none was asked, or its answer is still on the way. */
  readonly predicted: Predicted | null;
  /** Corners are drawn onto what lies near. */
  readonly snaps: boolean;
  /** Where the next stroke of a class goes when no object is chosen. */
  aimAt(point: Point, { erasing }: { erasing: boolean }): Aim | null;
  /** The same for an object of one class, whatever class is at hand. */
  aimAtClass(category: number, point: Point, { erasing }: { erasing: boolean }): Aim | null;
  begin(aim: Aim): Stroke;
  perform(act: Act, object: number | null, changes: readonly Change[]): void;
  takeId(): number;
  select(id: number | null): void;
  setBrushSize(sizePx: number): void;
  pan(dx: number, dy: number): void;
  setPixelOptions(change: Partial<PixelOptions>): void;
  refuse(why: Refusal): void;
  /** Something came that was waited for: what the hand shows is another. */
  refresh(): void;
}

/** What a tool shows over the picture. Points are in stored pixels. */
export interface Sketch {
  readonly ring: Ring | null;
  readonly path: Path | null;
  readonly corners: Corners | null;
  readonly regions: Regions | null;
  readonly outline: Outline | null;
  readonly prompts: Prompts | null;
  readonly hints: readonly Hint[];
}

/** Pixels that a click would add, or take away. */
export interface Outline {
  readonly cutout: Cutout;
  readonly erases: boolean;
}

/** What a network is asked: points that belong to it and points that do not, and a box around it. */
export interface Prompts {
  readonly points: readonly (Point & { readonly positive: boolean })[];
  readonly box: Rect | null;
}

/** Superpixels whose borders are shown around a point. */
export interface Regions {
  readonly all: Superpixels;
  readonly sidePx: number;
  readonly around: Point;
}

/** The brush at its true size. */
export interface Ring {
  readonly at: Point;
  readonly sizePx: number;
  readonly shape: BrushShape;
  readonly erases: boolean;
  /** Its middle counts, and is shown. */
  readonly isCrossed?: boolean;
}

/** An outline that is being drawn, up to the pointer. */
export interface Path {
  readonly points: readonly Point[];
  readonly to: Point | null;
  /** The points that were set by hand; all of them when it is left out. */
  readonly anchors?: readonly Point[];
  readonly closes: boolean;
  /** It encloses what is taken away. */
  readonly takesAway?: boolean;
  /** Without a handle at each point. */
  readonly isPlain?: boolean;
}

export interface Corner {
  readonly ring: number;
  readonly index: number;
}

/** Corners that can be dragged. */
export interface Corners {
  readonly polygons: readonly (readonly number[])[];
  readonly hot: Corner | null;
}

/** The corner that keys have picked, counted from 1 among all of its polygon. */
export interface PickedCorner {
  readonly number: number;
  readonly of: number;
  readonly at: Point;
}

/** What keys do with the corners of the chosen polygon. Each answers whether there was anything to do. */
export interface CornerKeys {
  readonly picked: PickedCorner | null;
  /** Picks the next corner, or the one before when `steps` is below 0. */
  walk(steps: number): boolean;
  /** Moves the picked corner, in stored pixels; one gesture with all that follow until `settle`. */
  nudge(by: Point): boolean;
  settle(): void;
  /** Puts a corner in the middle of the side after the picked one, and picks it. */
  add(): boolean;
}

export const blankSketch: Sketch = {
  ring: null,
  path: null,
  corners: null,
  regions: null,
  outline: null,
  prompts: null,
  hints: [],
};

/** A shape of several presses that is begun. */
export interface Begun {
  readonly aim: Aim;
  readonly at: Point;
  /** The class and the object that were at hand. */
  readonly choice: string;
}

/** What is shown is still worked out, or the last word, or there was nothing to be found. */
export type Progress = 'working' | 'found' | 'nothing';

/** A small state machine. Pressing, moving and releasing come in this order; `cancel` may come at any time. */
export interface Tool {
  readonly name: ToolName;
  /** The pen is lifted, and what it did is still worked out. */
  readonly isSettling?: boolean;
  /** Left out, or null, where the tool shows no corners. */
  readonly cornerKeys?: CornerKeys | null;
  /** How far it is with what it works out; null when nothing is begun. */
  readonly progress?: Progress | null;
  /** What it draws next is an object of its own, though one is chosen. */
  readonly startsNew?: boolean;
  /** Whether the shape that is begun takes away; null while none is, and Alt decides. */
  readonly takesAway?: boolean | null;
  /** The shape that is begun, where what it is for may change until it ends. */
  readonly begun?: Begun | null;
  /** Something inside the gesture was taken back, and nothing was done since. */
  readonly canStepForth?: boolean;
  press(pen: Pen): void;
  move(pen: Pen): void;
  release(pen: Pen): void;
  /** Completes what is begun; false when there was nothing. */
  finish(): boolean;
  /** Goes back to before the gesture; false when there was none. */
  cancel(): boolean;
  /** Takes back the last step inside the gesture, or deletes what is hot; false when there was nothing. */
  stepBack(): boolean;
  /** Does again what was taken back last inside the gesture. */
  stepForth?(): void;
  sketch(pen: Pen | null): Sketch;
}
