import type { Change } from '../../app/domain/gesture.ts';
import { Choice } from './choice.ts';
import { Cover } from './drawing/cover.ts';
import type { Drawing } from './drawing/drawing.ts';
import { isPaintable } from './drawing/drawn-object.ts';
import { Stroke, type Aim } from './drawing/stroke.ts';
import type { PictureCuts } from './opencv/picture-cuts.ts';
import type { PictureEdges } from './opencv/picture-edges.ts';
import type { Predicted } from './predicted.ts';
import { hasBrushSize } from './tools/brush-size.ts';
import { makesObjects } from './tools/drawing-tools.ts';
import { everyTool } from './tools/every-tool.ts';
import type { Prompter } from './tools/prompter.ts';
import {
  blankSketch,
  type Act,
  type CornerKeys,
  type Hands,
  type Pen,
  type Progress,
  type Refusal,
  type Sketch,
  type Tool,
  type ToolName,
} from './tools/tool.ts';
import { WaitingPresses, type WaitingPress } from './waiting-presses.ts';
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

/** Everything an editor knows about hands and tools; it neither draws nor saves. */
export class Workbench extends Choice implements Hands {
  reading: PictureReading | null = null;
  edges: PictureEdges | null = null;
  prompter: Prompter | null = null;
  cuts: PictureCuts | null = null;
  predicted: Predicted | null = null;
  readOnly = false;
  /** What `change` is about, by its name before the change. */
  actName: string | null = null;

  readonly #host: WorkbenchHost;
  readonly #tools: Readonly<Record<ToolName, Tool>>;
  #drawing: Drawing | null = null;
  #cover: Cover | null = null;
  #tool: ToolName = 'brush';
  /** The one that drew last, or would have. */
  #drawingTool: ToolName = 'brush';
  /** A tool for as long as a key or a button is held. */
  #held: ToolName | null = null;
  #pen: Pen | null = null;
  #isPressed = false;
  #lastStroke: Stroke | null = null;
  readonly #waiting = new WaitingPresses({
    isSettling: () => this.#settling !== undefined,
    make: (press) => this.#make(press),
  });
  /** The tool of a press that waited, while it is made. */
  #making: ToolName | null = null;

  constructor(host: WorkbenchHost) {
    super();
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

  override get activeTool(): ToolName {
    return this.#held ?? this.#tool;
  }

  override get pen(): Pen | null {
    return this.#pen;
  }

  /** A gesture is under way. */
  get isBusy(): boolean {
    return this.#isPressed || this.isSettling;
  }

  /** The pen is lifted, and what it did is still worked out, or waits for that. */
  get isSettling(): boolean {
    return this.#settling !== undefined || this.#waiting.areAny;
  }

  /** Resolves when nothing of it is left to be worked out. */
  settled(): Promise<void> {
    return this.#waiting.settled();
  }

  /** How far the active tool is with what it works out. */
  get progress(): Progress | null {
    return (this.#held === 'pan' ? this.#tools[this.#tool] : this.active).progress ?? null;
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
    this.#changed();
  }

  /** What is still worked out goes on; all else that was begun is forgotten. */
  choose(tool: ToolName): void {
    this.#giveUpActive();
    this.#tool = tool;
    if (makesObjects(tool)) this.#drawingTool = tool;
    this.#changed();
  }

  /** Finishes what is begun, and takes up again what drew last, for a new object. */
  repeat(): void {
    this.active.finish();
    if (!this.isBusy && this.sketch().path === null) {
      if (this.#tool !== this.#drawingTool) this.choose(this.#drawingTool);
      this.startFresh();
    }
  }

  hold(tool: ToolName): void {
    if (!this.#isPressed) {
      // Two strokes would be painted on one cover.
      if (tool !== 'pan' && this.#drawing?.stroke != null) this.#giveUpActive();
      this.#held = tool;
      this.#changed();
    }
  }

  letGo(): void {
    if (this.#held !== null) {
      this.#giveUpActive();
      this.#held = null;
      this.#changed();
    }
  }

  press(pen: Pen): void {
    this.#pen = pen;
    if (this.#drawing === null && this.activeTool !== 'pan') return;
    if (this.readOnly && !['pan', 'select'].includes(this.activeTool)) {
      this.refuse('read-only');
      return;
    }
    this.#isPressed = true;
    if (this.activeTool !== 'pan' && this.isSettling) this.#waiting.press(this.activeTool, pen);
    else this.active.press(pen);
    this.#changed();
  }

  move(pen: Pen): void {
    this.#pen = pen;
    const isPossible = this.#drawing !== null || this.activeTool === 'pan';
    if (isPossible && !this.#waiting.move(pen)) this.active.move(pen);
  }

  /** The pen is where it was, but a modifier key is not. */
  hover(pen: Pen): void {
    this.#pen = pen;
    this.#changed();
  }

  release(pen: Pen): void {
    this.#pen = pen;
    if (this.#isPressed) {
      this.#isPressed = false;
      if (!this.#waiting.release(pen)) this.active.release(pen);
      this.#changed();
    }
  }

  leave(): void {
    this.#pen = null;
    this.#changed();
  }

  finish(): boolean {
    return this.#told(this.active.finish());
  }

  /** Goes back to before the gesture; with none under way, lets go of the chosen object. */
  cancel(): boolean {
    this.#isPressed = false;
    if (this.#waiting.takeBack() || (this.#settling ?? this.active).cancel()) {
      return this.#told(true);
    }
    if (this.selected === null) return false;
    this.select(null);
    return true;
  }

  cancelAll(): void {
    this.#isPressed = false;
    this.#waiting.clear();
    for (const tool of Object.values(this.#tools)) tool.cancel();
  }

  stepBack(): boolean {
    return this.#told(this.active.stepBack());
  }

  /** The press was no press after all: a second finger came, or a pen. What was there before it stays. */
  takeBackPress(): void {
    if (this.#isPressed) {
      this.#isPressed = false;
      if (!this.#waiting.dropHeld() && !this.stepPathBack()) this.active.cancel();
      this.#changed();
    }
  }

  /** What keys may do with corners; null while the tool at hand shows none. */
  get cornerKeys(): CornerKeys | null {
    return this.#drawing === null || this.readOnly ? null : (this.active.cornerKeys ?? null);
  }

  /** Takes back the last corner of a polygon in the making, or the last click for a network; false when there is none. */
  stepPathBack(): boolean {
    return this.isShaping && this.stepBack();
  }

  /** A shape of several clicks is begun, or a network was asked: what would be lost by anything else. */
  get isShaping(): boolean {
    const { path, prompts } = this.sketch();
    return (path ?? prompts) !== null;
  }

  get canStepForth(): boolean {
    return this.#drawing !== null && this.active.canStepForth === true;
  }

  /** Sets again what was taken back last of such a shape; false when there is nothing. */
  stepPathForth(): boolean {
    const isPossible = this.canStepForth;
    if (isPossible) this.active.stepForth?.();
    return this.#told(isPossible);
  }

  /** While the picture is only moved, what was begun stays in sight. */
  sketch(): Sketch {
    if (this.#drawing === null) {
      return blankSketch;
    }
    return this.#held === 'pan'
      ? { ...this.#tools[this.#tool].sketch(this.#pen), ring: null }
      : this.active.sketch(this.#pen);
  }

  begin(aim: Aim): Stroke {
    const { size } = this.drawing;
    if (this.#cover?.fits(size) !== true) this.#cover = new Cover(size);
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
    if (this.readOnly || this.#isBarred(changes)) {
      // What the gesture showed goes again.
      this.drawing.redraw({ x: 0, y: 0, ...this.drawing.size });
      this.refuse(this.readOnly ? 'read-only' : 'locked');
      this.#changed();
      return;
    }
    this.drawing.apply(changes);
    this.#host.performed(act, object, changes);
    if (object !== null && act !== 'eraser' && act !== 'clear') {
      this.chooseAfter(object);
    } else {
      this.keepSelection();
      this.#changed();
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
    this.keepSelection();
    this.#changed();
  }

  override takeId(): number {
    return this.#host.takeId();
  }

  /** The tool at hand has a brush, so that its size can be set. */
  get hasSize(): boolean {
    return hasBrushSize(this.activeTool);
  }

  pan(dx: number, dy: number): void {
    this.#host.pan(dx, dy);
  }

  override refuse(why: Refusal): void {
    this.#host.refused(why);
  }

  override refresh(): void {
    this.#changed();
  }

  protected override get active(): Tool {
    return this.#tools[this.#making ?? this.activeTool];
  }

  get #settling(): Tool | undefined {
    return Object.values(this.#tools).find(({ isSettling }) => isSettling === true);
  }

  #changed(): void {
    this.#host.changed();
    this.#waiting.goOn();
  }

  #giveUpActive(): void {
    this.#isPressed = false;
    this.#waiting.dropHeld();
    if (this.active.isSettling !== true) this.active.cancel();
  }

  #make({ tool, from, way, to }: WaitingPress): void {
    this.#making = tool;
    this.active.press(from);
    for (const pen of way) this.active.move(pen);
    if (to !== null) this.active.release(to);
    this.#making = null;
    this.#changed();
  }

  protected override get opened(): Drawing | null {
    return this.#drawing;
  }

  /** Some object was locked or hidden while the gesture was under way. */
  #isBarred(changes: readonly Change[]): boolean {
    return changes.some((change) => {
      if (change.kind !== 'xor' && change.kind !== 'rasterise' && change.kind !== 'vertices') {
        return false;
      }
      const object = this.drawing.object(change.annotation);
      return object !== undefined && !isPaintable(object);
    });
  }

  #told(isDone: boolean): boolean {
    if (isDone) this.#changed();
    return isDone;
  }
}
