import type { Point } from '../../../app/domain/geometry.ts';
import { areaUnderLine, splitAlong } from '../../../app/mask/split.ts';
import { divided, mostPieces } from '../drawing/division.ts';
import { isPaintable, type DrawnObject } from '../drawing/drawn-object.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** How far the pen goes, in CSS pixels, before a press is a drag. */
const dragPx = 4;

interface Cut {
  readonly way: Point[];
  readonly from: Pen;
  isPressed: boolean;
  isDragged: boolean;
}

/** A line across an object, from click to click or dragged, cuts it apart: the largest piece stays what it was. */
export class SplitTool implements Tool {
  readonly name = 'split';
  readonly #hands: Hands;
  #cut: Cut | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.#cut?.isPressed === true) {
      return;
    }
    if (this.#cut === null) {
      this.#cut = { way: [pen.point], from: pen, isPressed: true, isDragged: false };
    } else {
      this.#cut.way.push(pen.point);
      this.finish();
    }
  }

  move(pen: Pen): void {
    const cut = this.#cut;
    if (cut?.isPressed === true) {
      const { screen } = cut.from;
      const distance = Math.hypot(pen.screen.x - screen.x, pen.screen.y - screen.y);
      cut.isDragged ||= distance >= dragPx;
      if (cut.isDragged) cut.way.push(pen.point);
    }
  }

  release(pen: Pen): void {
    this.move(pen);
    const cut = this.#cut;
    if (cut === null) {
      return;
    }
    cut.isPressed = false;
    if (cut.isDragged) this.finish();
  }

  finish(): boolean {
    const cut = this.#cut;
    if (cut === null || cut.way.length < 2) {
      return false;
    }
    this.#cut = null;
    this.#split(cut.way);
    return true;
  }

  cancel(): boolean {
    const begun = this.#cut !== null;
    this.#cut = null;
    return begun;
  }

  stepBack(): boolean {
    return this.cancel();
  }

  sketch(pen: Pen | null): Sketch {
    if (this.#cut === null) {
      return blankSketch;
    }
    const { way, isDragged } = this.#cut;
    const to = isDragged ? null : (pen?.point ?? null);
    return { ...blankSketch, path: { points: [...way], to, closes: false, isPlain: isDragged } };
  }

  #split(line: readonly Point[]): void {
    const object = this.#objectUnder(line);
    if (object === null) {
      this.#hands.refuse('nothing-here');
      return;
    }
    if (!isPaintable(object)) {
      this.#hands.refuse('locked');
      return;
    }
    const split = splitAlong(object.cutout, line);
    if (split.apart.length === 0 || split.apart.length > mostPieces) {
      this.#hands.refuse(split.apart.length === 0 ? 'whole' : 'many-pieces');
      return;
    }
    this.#hands.perform('split', object.id, divided(this.#hands, object, split));
  }

  /** The chosen object when the line meets it, else the visible one that most of the line lies on. */
  #objectUnder(line: readonly Point[]): DrawnObject | null {
    const { drawing, selected } = this.#hands;
    const chosen = selected === null ? undefined : drawing.object(selected);
    if (chosen !== undefined && areaUnderLine(chosen.cutout, line) > 0) {
      return chosen;
    }
    const met = drawing.objects
      .filter(({ visible }) => visible)
      .map((object) => ({ object, areaPx2: areaUnderLine(object.cutout, line) }))
      .filter(({ areaPx2 }) => areaPx2 > 0)
      .sort((a, b) => b.areaPx2 - a.areaPx2);
    return met[0]?.object ?? null;
  }
}
