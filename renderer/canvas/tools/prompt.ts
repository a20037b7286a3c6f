import type { Point, Rect } from '../../../app/domain/geometry.ts';
import type { Prompt } from '../../../app/contract/prompting.ts';
import { emptyCutout, type Cutout } from '../../../app/mask/cutout.ts';
import { nowhere } from '../drawing/drawing.ts';
import type { Stroke } from '../drawing/stroke.ts';
import { aimedObject } from './aim.ts';
import { settled } from './corners.ts';
import { coverRegion } from './region-cover.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** So far, in CSS pixels, a press moves before it is a box. */
const dragPx = 5;

/** What the person did, in order, so that it can be taken back. */
type Step =
  | { readonly kind: 'point'; readonly point: Point; readonly positive: boolean }
  | { readonly kind: 'box'; readonly box: Rect };

interface Gesture {
  stroke: Stroke;
  /** For whom the stroke was begun; they may be chosen anew while it is shown. */
  aimedFor: string;
  steps: readonly Step[];
  /** Those that were taken back, the last one first to come again. */
  taken: readonly Step[];
  region: Cutout;
  rect: Rect;
  /** The answer that is waited for. */
  asking: AbortController | null;
  isFinished: boolean;
}

/**
 * Clicks say what belongs to the object and what does not, a drag puts a box around it, and networks of the person's own
 * answer what it is. Nothing is painted before it is applied.
 */
export class PromptTool implements Tool {
  readonly name = 'prompt';
  /** Alt says what does not belong to it; nothing is erased. */
  readonly takesAway = false;
  readonly #hands: Hands;
  #gesture: Gesture | null = null;
  #pressed: { readonly from: Pen; isDragged: boolean } | null = null;
  /** The choice of the object that was just made: nobody made it, so the next click is not meant for that object. */
  #ownChoice: number | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get isSettling(): boolean {
    return this.#gesture?.isFinished ?? false;
  }

  get startsNew(): boolean {
    const { selected, choices } = this.#hands;
    return selected === null || choices === this.#ownChoice;
  }

  get canStepForth(): boolean {
    const { taken, isFinished } = this.#gesture ?? { taken: [], isFinished: false };
    return taken.length > 0 && !isFinished;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.isSettling) {
      return;
    }
    const { drawing, prompter } = this.#hands;
    if (prompter === null) {
      this.#hands.refuse('unreadable');
    } else if (!prompter.canAnswer) {
      this.#hands.refuse('no-networks');
    } else if (this.#gesture === null && !drawing.contains(pen.point)) {
      this.#hands.refuse('nothing-here');
    } else {
      this.#pressed = { from: pen, isDragged: false };
    }
  }

  move({ screen }: Pen): void {
    const pressed = this.#pressed;
    if (pressed !== null) {
      const { x, y } = pressed.from.screen;
      pressed.isDragged ||= Math.hypot(screen.x - x, screen.y - y) > dragPx;
    }
  }

  release(pen: Pen): void {
    const pressed = this.#pressed;
    if (pressed === null) {
      return;
    }
    this.move(pen);
    this.#pressed = null;
    const { from, isDragged } = pressed;
    if (isDragged) {
      this.#take({ kind: 'box', box: this.#boxBetween(from.point, pen.point) });
    } else if (this.#hands.drawing.contains(from.point)) {
      const positive = this.#hands.pixelOptions.clickTakes !== from.alt;
      this.#take({ kind: 'point', point: from.point, positive });
    }
  }

  finish(): boolean {
    const gesture = this.#gesture;
    if (gesture === null) {
      return false;
    }
    this.#pressed = null;
    gesture.isFinished = true;
    this.#settle(gesture);
    return true;
  }

  cancel(): boolean {
    const gesture = this.#gesture;
    const begun = gesture !== null || this.#pressed !== null;
    this.#gesture = null;
    this.#pressed = null;
    gesture?.asking?.abort();
    gesture?.stroke.cancel();
    return begun || (this.#hands.prompter?.letGo() ?? false);
  }

  stepBack(): boolean {
    const gesture = this.#gesture;
    if (this.#pressed !== null) {
      this.#pressed = null;
      return true;
    }
    if (gesture === null || gesture.isFinished) {
      return false;
    }
    gesture.taken = [...gesture.taken, ...gesture.steps.slice(-1)];
    gesture.steps = gesture.steps.slice(0, -1);
    if (gesture.steps.length === 0) {
      return this.cancel();
    }
    this.#ask(gesture);
    return true;
  }

  stepForth(): void {
    const gesture = this.#gesture;
    if (gesture !== null && this.canStepForth) {
      gesture.steps = [...gesture.steps, ...gesture.taken.slice(-1)];
      gesture.taken = gesture.taken.slice(0, -1);
      this.#ask(gesture);
    }
  }

  sketch(pen: Pen | null): Sketch {
    const dragged =
      this.#pressed?.isDragged === true && pen !== null
        ? this.#boxBetween(this.#pressed.from.point, pen.point)
        : null;
    const steps = this.#gesture?.steps ?? [];
    if (dragged === null && steps.length === 0) {
      return blankSketch;
    }
    const { points, box } = promptOf(steps);
    return { ...blankSketch, prompts: { points, box: dragged ?? box } };
  }

  #take(step: Step): void {
    if (step.kind === 'box' && isFlat(step.box)) {
      return;
    }
    const gesture = this.#gesture ?? this.#begin(step);
    if (gesture === null) {
      return;
    }
    this.#gesture = gesture;
    gesture.steps = [...gesture.steps, step];
    gesture.taken = [];
    this.#ask(gesture);
  }

  #begin(first: Step): Gesture | null {
    const at = first.kind === 'box' ? middleOf(first.box) : first.point;
    const aim = this.#hands.aimAt(at, { erasing: false });
    if (aim === null) {
      return null;
    }
    return {
      stroke: this.#hands.begin(aim),
      aimedFor: this.#aimedFor(),
      steps: [],
      taken: [],
      region: emptyCutout,
      rect: nowhere,
      asking: null,
      isFinished: false,
    };
  }

  /** The answer to an older question is of no use any more. */
  #ask(gesture: Gesture): void {
    gesture.asking?.abort();
    gesture.asking = null;
    const prompt = promptOf(gesture.steps);
    const { prompter } = this.#hands;
    if (prompter === null || !canBeAsked(prompt)) {
      this.#show(gesture, emptyCutout);
      return;
    }
    const asking = new AbortController();
    gesture.asking = asking;
    prompter
      .segment(prompt, asking.signal)
      .then((region) => {
        if (gesture.asking === asking) {
          gesture.asking = null;
          this.#show(gesture, region);
          this.#settle(gesture);
        }
      })
      .catch(() => {
        if (gesture.asking === asking) this.#fail(gesture);
      });
  }

  #show(gesture: Gesture, region: Cutout): void {
    this.#aimAnew(gesture);
    gesture.region = region;
    gesture.rect = coverRegion(gesture.stroke, region, gesture.rect);
    this.#hands.refresh();
  }

  /** What was clicked last may be clicked again; what was found before it stays. */
  #fail(gesture: Gesture): void {
    gesture.asking = null;
    gesture.isFinished = false;
    gesture.steps = gesture.steps.slice(0, -1);
    if (gesture.steps.length === 0) this.cancel();
    this.#hands.refresh();
  }

  #settle(gesture: Gesture): void {
    if (!gesture.isFinished || gesture.asking !== null) {
      return;
    }
    if (this.#aimAnew(gesture)) {
      gesture.rect = coverRegion(gesture.stroke, gesture.region, gesture.rect);
    }
    this.#gesture = null;
    if (gesture.region.width === 0) this.#hands.refuse('nothing-here');
    const { aim } = gesture.stroke;
    this.#hands.perform('prompt', aimedObject(aim), gesture.stroke.finish());
    if (aim.kind === 'create') this.#ownChoice = this.#hands.choices;
    this.#hands.refresh();
  }

  /** The class or the object at hand is another than when the stroke was begun: it is for that one now. */
  #aimAnew(gesture: Gesture): boolean {
    const aimedFor = this.#aimedFor();
    const [first] = gesture.steps;
    if (gesture.aimedFor === aimedFor || first === undefined) {
      return false;
    }
    const at = first.kind === 'box' ? middleOf(first.box) : first.point;
    const aim = this.#hands.aimAt(at, { erasing: false });
    gesture.aimedFor = aimedFor;
    if (aim === null) {
      return false;
    }
    gesture.stroke.cancel();
    gesture.stroke = this.#hands.begin(aim);
    gesture.rect = nowhere;
    return true;
  }

  #aimedFor(): string {
    const { category, selected } = this.#hands;
    return `${String(category)} ${String(selected)}`;
  }

  #boxBetween(a: Point, b: Point): Rect {
    const { size } = this.#hands.drawing;
    const from = settled(a, size);
    const to = settled(b, size);
    return {
      x: Math.min(from.x, to.x),
      y: Math.min(from.y, to.y),
      width: Math.abs(from.x - to.x),
      height: Math.abs(from.y - to.y),
    };
  }
}

/** Of several boxes the last one counts. */
function promptOf(steps: readonly Step[]): Prompt {
  const points = steps.flatMap((step) =>
    step.kind === 'point' ? [{ ...step.point, positive: step.positive }] : [],
  );
  const box = steps.findLast((step) => step.kind === 'box');
  return { points, box: box?.box ?? null };
}

/** What does not belong to it says nothing of where it is. */
function canBeAsked({ points, box }: Prompt): boolean {
  return box !== null || points.some(({ positive }) => positive);
}

function middleOf({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function isFlat({ width, height }: Rect): boolean {
  return width === 0 || height === 0;
}
