import type { Point } from '../../app/domain/geometry.ts';
import type { Change } from '../../app/domain/gesture.ts';
import { createBitmap, type Bitmap } from '../../app/mask/bitmap.ts';
import type { BrushShape } from '../../app/mask/brush.ts';
import type { Drawing } from './drawing/drawing.ts';
import type { OverlapPolicy } from './drawing/overlap-policy.ts';
import { Stroke, type Aim } from './drawing/stroke.ts';
import type { PictureEdges } from './opencv/picture-edges.ts';
import type { Predicted } from './predicted.ts';
import { aimOf, aimOfClass, targetOfErasing, targetOfPaint, type Target } from './tools/aim.ts';
import { hasBrushSize, pressedSize, steppedSize, withinBrushSizes } from './tools/brush-size.ts';
import { everyTool } from './tools/every-tool.ts';
import { defaultPixelOptions, withPixelOptions, type PixelOptions } from './tools/pixel-options.ts';
import {
  blankSketch,
  type Act,
  type Hands,
  type Pen,
  type Refusal,
  type Sketch,
  type Tool,
  type ToolName,
} from './tools/tool.ts';
import type { PictureReading } from './worker/picture-reading.ts';

/** Who keeps what is done: the editor's state in the window, a list in tests. */
export interface WorkbenchHost {
  takeId(): number;
  /** The changes are already applied to the drawing. */
  performed(act: Act, object: number | null, changes: readonly Change[]): void;
  refused(why: Refusal): void;
  pan(dx: number, dy: number): void;
  /** Tool, size, class, selection or what is under the pen is another. */
  changed(): void;
}

interface Situation {
  readonly selected: number | null;
  readonly category: number | null;
  readonly fresh: boolean;
}

/** Everything an editor knows about hands and tools; it neither draws nor saves. */
export class Workbench implements Hands {
  brushSizePx = 20;
  brushShape: BrushShape = 'round';
  /** How hard a pen is pressed makes the brush larger or smaller. */
  pressureSizes = true;
  category: number | null = null;
  selected: number | null = null;
  choices = 0;
  reading: PictureReading | null = null;
  edges: PictureEdges | null = null;
  pixelOptions: PixelOptions = defaultPixelOptions;
  overlap: OverlapPolicy = 'overwrite';
  predicted: Predicted | null = null;
  /** The next stroke makes a new object. */
  fresh = false;
  readOnly = false;
  /** What `change` is about, by its name before the change. */
  actName: string | null = null;

  readonly #host: WorkbenchHost;
  readonly #tools: Readonly<Record<ToolName, Tool>>;
  #drawing: Drawing | null = null;
  #cover: Bitmap | null = null;
  #tool: ToolName = 'brush';
  /** A tool for as long as a key or a button is held. */
  #held: ToolName | null = null;
  #pen: Pen | null = null;
  #isPressed = false;
  #lastStroke: Stroke | null = null;

  constructor(host: WorkbenchHost) {
    this.#host = host;
    this.#tools = everyTool(this);
  }

  get drawing(): Drawing {
    if (this.#drawing === null) {
      throw new Error('A tool was used while no picture was open.');
    }
    return this.#drawing;
  }

  get isOpen(): boolean {
    return this.#drawing !== null;
  }

  get tool(): ToolName {
    return this.#tool;
  }

  get activeTool(): ToolName {
    return this.#held ?? this.#tool;
  }

  get pen(): Pen | null {
    return this.#pen;
  }

  /** A gesture is under way. */
  get isBusy(): boolean {
    return this.#isPressed || this.#active.isSettling === true;
  }

  /** Puts another picture on the bench; what was begun on the last one is forgotten. */
  open(
    drawing: Drawing | null,
    reading: PictureReading | null = null,
    edges: PictureEdges | null = null,
  ): void {
    this.cancelAll();
    this.#drawing = drawing;
    this.reading = reading;
    this.edges = edges;
    this.selected = null;
    this.fresh = false;
    this.#host.changed();
  }

  choose(tool: ToolName): void {
    this.#active.cancel();
    this.#isPressed = false;
    this.#tool = tool;
    this.#host.changed();
  }

  hold(tool: ToolName): void {
    if (!this.#isPressed) {
      this.#held = tool;
      this.#host.changed();
    }
  }

  letGo(): void {
    if (this.#held !== null) {
      this.#active.cancel();
      this.#isPressed = false;
      this.#held = null;
      this.#host.changed();
    }
  }

  press(pen: Pen): void {
    this.#pen = pen;
    if (this.#drawing === null && this.activeTool !== 'pan') {
      return;
    }
    if (this.readOnly && !['pan', 'select'].includes(this.activeTool)) {
      this.refuse('read-only');
      return;
    }
    this.#isPressed = true;
    this.#active.press(pen);
    this.#host.changed();
  }

  move(pen: Pen): void {
    this.#pen = pen;
    if (this.#drawing !== null || this.activeTool === 'pan') {
      this.#active.move(pen);
    }
  }

  /** The pen is where it was, but a modifier key is not. */
  hover(pen: Pen): void {
    this.#pen = pen;
    this.#host.changed();
  }

  release(pen: Pen): void {
    this.#pen = pen;
    if (this.#isPressed) {
      this.#isPressed = false;
      this.#active.release(pen);
      this.#host.changed();
    }
  }

  leave(): void {
    this.#pen = null;
    this.#host.changed();
  }

  finish(): boolean {
    return this.#told(this.#active.finish());
  }

  /** Goes back to before the gesture; with none under way, lets go of the chosen object. */
  cancel(): boolean {
    this.#isPressed = false;
    if (this.#active.cancel()) {
      return this.#told(true);
    }
    if (this.selected === null) {
      return false;
    }
    this.select(null);
    return true;
  }

  cancelAll(): void {
    this.#isPressed = false;
    for (const tool of Object.values(this.#tools)) {
      tool.cancel();
    }
  }

  stepBack(): boolean {
    return this.#told(this.#active.stepBack());
  }

  /** The press was no press after all: a second finger came, or a pen. What was there before it stays. */
  takeBackPress(): void {
    if (this.#isPressed) {
      this.#isPressed = false;
      if (!this.stepPathBack()) this.#active.cancel();
      this.#host.changed();
    }
  }

  /** Takes back the last corner of a polygon in the making; false when there is none. */
  stepPathBack(): boolean {
    return this.sketch().path !== null && this.stepBack();
  }

  /** The object that the stroke under the pen brings into being. */
  coming(): { readonly slot: number; readonly category: number } | null {
    const slot = this.#drawing?.stroke?.newSlot ?? null;
    return slot === null || this.category === null ? null : { slot, category: this.category };
  }

  sketch(): Sketch {
    return this.#drawing === null ? blankSketch : this.#active.sketch(this.#pen);
  }

  /** Where the next stroke would go; for the line of options. */
  target(): Target {
    if (this.#drawing === null) {
      return { kind: 'nothing' };
    }
    const situation = { ...this.#situation(), drawing: this.#drawing };
    return this.takesAway
      ? targetOfErasing(situation)
      : targetOfPaint(this.#startingNew(situation), this.#pen?.point ?? null);
  }

  /** Whether the next stroke takes away, or the shape that is begun. */
  get takesAway(): boolean {
    const { takesAway } = this.#active;
    return takesAway ?? (this.activeTool === 'eraser') !== (this.#pen?.alt ?? false);
  }

  aimAt(point: Point, { erasing }: { erasing: boolean }): Aim | null {
    const { drawing } = this;
    const situation = { ...this.#situation(), drawing };
    const target = erasing
      ? targetOfErasing(situation)
      : targetOfPaint(this.#startingNew(situation), point);
    const { category } = this;
    return this.#possible(
      aimOf(target, { erasing, drawing, category, takeId: () => this.takeId() }),
    );
  }

  aimAtClass(category: number, point: Point, { erasing }: { erasing: boolean }): Aim | null {
    const { drawing, selected } = this;
    const fresh = this.fresh && category === this.category;
    return this.#possible(
      aimOfClass(
        { drawing, selected, category, fresh },
        { point, erasing, takeId: () => this.takeId() },
      ),
    );
  }

  begin(aim: Aim): Stroke {
    const { width, height } = this.drawing.size;
    if (this.#cover?.width !== width || this.#cover.height !== height) {
      this.#cover = createBitmap(width, height);
    }
    this.#lastStroke = new Stroke(this.drawing, aim, this.#cover, this.overlap);
    return this.#lastStroke;
  }

  perform(act: Act, object: number | null, changes: readonly Change[]): void {
    const isHeldBack = this.#lastStroke?.isHeldBack === true;
    this.#lastStroke = null;
    if (changes.length === 0) {
      if (isHeldBack) this.refuse('occupied');
      return;
    }
    this.drawing.apply(changes);
    this.#host.performed(act, object, changes);
    if (object !== null && act !== 'eraser' && act !== 'clear') {
      this.#choose(object);
    } else {
      this.#keepSelection();
      this.#host.changed();
    }
  }

  /** A change that is no gesture of a tool, such as deleting from the list. `name` is what was changed. */
  change(act: Act, object: number | null, changes: readonly Change[], name: string): void {
    if (this.readOnly) {
      this.refuse('read-only');
      return;
    }
    this.cancelAll();
    this.actName = name;
    this.perform(act, object, changes);
    this.actName = null;
  }

  /** The drawing changed under the bench: by undo, redo or from outside. */
  revised(): void {
    this.cancelAll();
    this.#keepSelection();
    this.#host.changed();
  }

  takeId(): number {
    return this.#host.takeId();
  }

  select(id: number | null): void {
    this.choices++;
    this.#choose(id);
  }

  #choose(id: number | null): void {
    const object = id === null ? undefined : this.#drawing?.object(id);
    if (this.selected !== (object?.id ?? null)) this.choices++;
    this.selected = object?.id ?? null;
    this.fresh = false;
    if (object !== undefined) {
      this.category = object.category;
    }
    this.#host.changed();
  }

  /** The class of what is painted next; a chosen object of another class is let go. */
  setCategory(category: number | null): void {
    if (category === this.category) {
      return;
    }
    this.category = category;
    const object = this.selected === null ? undefined : this.#drawing?.object(this.selected);
    if (object?.category !== category) {
      this.selected = null;
    }
    this.fresh = false;
    this.#host.changed();
  }

  startFresh(): void {
    this.selected = null;
    this.fresh = true;
    this.#host.changed();
  }

  setBrushSize(sizePx: number): void {
    this.brushSizePx = withinBrushSizes(sizePx);
    this.#host.changed();
  }

  /** The tool at hand has a brush, so that its size can be set. */
  get hasSize(): boolean {
    return hasBrushSize(this.activeTool);
  }

  stepBrushSize(steps: number): void {
    this.setBrushSize(steppedSize(this.brushSizePx, steps));
  }

  sizeUnder({ pressure }: Pen): number {
    return this.pressureSizes ? pressedSize(this.brushSizePx, pressure) : this.brushSizePx;
  }

  setBrushShape(shape: BrushShape): void {
    this.brushShape = shape;
    this.#host.changed();
  }

  setPixelOptions(change: Partial<PixelOptions>): void {
    this.pixelOptions = withPixelOptions(this.pixelOptions, change);
    this.#host.changed();
  }

  setOverlap(overlap: OverlapPolicy): void {
    this.overlap = overlap;
    this.#host.changed();
  }

  pan(dx: number, dy: number): void {
    this.#host.pan(dx, dy);
  }

  refuse(why: Refusal): void {
    this.#host.refused(why);
  }

  refresh(): void {
    this.#host.changed();
  }

  get #active(): Tool {
    return this.#tools[this.activeTool];
  }

  #situation(): Situation {
    return { selected: this.selected, category: this.category, fresh: this.fresh };
  }

  #startingNew<Given extends Situation>(situation: Given): Given {
    const isNew = this.#active.startsNew === true;
    return isNew ? { ...situation, selected: null, fresh: true } : situation;
  }

  #possible(aim: Aim | Refusal): Aim | null {
    if (typeof aim === 'string') {
      this.refuse(aim);
      return null;
    }
    return aim;
  }

  #keepSelection(): void {
    if (this.selected !== null && this.#drawing?.object(this.selected) === undefined) {
      this.selected = null;
    }
  }

  #told(isDone: boolean): boolean {
    if (isDone) {
      this.#host.changed();
    }
    return isDone;
  }
}
