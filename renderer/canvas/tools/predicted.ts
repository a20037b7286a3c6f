import type { Rect } from '../../../app/domain/geometry.ts';
import type { Change } from '../../../app/domain/gesture.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import { addCutout } from '../../../app/mask/cutout.ts';
import { PredictedRegions, type PredictedRegion } from '../predicted.ts';
import { aimedObject } from './aim.ts';
import { cornersOf } from './box-corners.ts';
import { acceptedInBox, withdrawnInBox } from './predicted-box.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** A press that moves less far than this, in CSS pixels, is a click. */
const slackCssPx = 4;

interface Pressed {
  readonly from: Pen;
  to: Pen;
  isBox: boolean;
}

/**
 * Takes from what the person's own network predicts: a click adds the connected region under the pointer to an object
 * of its class, a drag makes the prediction the mask inside a box. Alt takes away instead.
 */
export class PredictedTool implements Tool {
  readonly name = 'predicted';
  readonly #hands: Hands;
  readonly #regions = new PredictedRegions();
  #pressed: Pressed | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  press(pen: Pen): void {
    if (pen.button !== 0 || this.#pressed !== null) {
      return;
    }
    if (this.#hands.predicted === null) {
      this.#hands.refuse('no-prediction');
      return;
    }
    this.#pressed = { from: pen, to: pen, isBox: false };
  }

  move(pen: Pen): void {
    const pressed = this.#pressed;
    if (pressed !== null) {
      const { screen } = pressed.from;
      const way = Math.hypot(pen.screen.x - screen.x, pen.screen.y - screen.y);
      pressed.to = pen;
      pressed.isBox ||= way > slackCssPx;
    }
  }

  release(pen: Pen): void {
    this.move(pen);
    const pressed = this.#pressed;
    this.#pressed = null;
    if (pressed?.isBox === true) {
      this.#acceptBox(pressed);
    } else if (pressed !== null) {
      this.#takeRegion(pressed.from);
    }
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    const begun = this.#pressed !== null;
    this.#pressed = null;
    return begun;
  }

  stepBack(): boolean {
    return false;
  }

  sketch(pen: Pen | null): Sketch {
    if (this.#pressed?.isBox === true) {
      const points = cornersOf(this.#boxOf(this.#pressed));
      return {
        ...blankSketch,
        path: { points, to: points[0] ?? null, closes: false, isPlain: true },
      };
    }
    const region = pen === null ? null : this.#regionUnder(pen);
    return region === null || pen === null
      ? blankSketch
      : { ...blankSketch, outline: { cutout: region.cutout, erases: pen.alt } };
  }

  /** Null where nothing is predicted. */
  #regionUnder({ point }: Pen): PredictedRegion | null {
    const { predicted } = this.#hands;
    const pixel = { x: Math.floor(point.x), y: Math.floor(point.y) };
    if (predicted === null || !this.#hands.drawing.contains(pixel)) {
      return null;
    }
    // Background is most of a picture, and nobody asks for its outline.
    const isBackground = predicted.values[pixel.y * predicted.width + pixel.x] === 0;
    return isBackground ? null : this.#regions.at(predicted, pixel);
  }

  #takeRegion(pen: Pen): void {
    const region = this.#regionUnder(pen);
    if (region === null) {
      this.#hands.refuse('nothing-predicted');
      return;
    }
    const category = this.#hands.predicted?.categories[region.value - 1] ?? null;
    if (category === null) {
      this.#hands.refuse('class-gone');
      return;
    }
    const aim = this.#hands.aimAtClass(category, pen.point, { erasing: pen.alt });
    if (aim === null) {
      return;
    }
    const stroke = this.#hands.begin(aim);
    addCutout(stroke.cover, region.cutout);
    stroke.grown(region.cutout);
    const changes = stroke.finish();
    if (changes.length === 0 && !stroke.isHeldBack) {
      this.#hands.refuse('as-predicted');
      return;
    }
    this.#perform(pen, aimedObject(aim), changes);
  }

  #acceptBox(pressed: Pressed): void {
    const { drawing, predicted } = this.#hands;
    const box = this.#boxOf(pressed);
    if (predicted === null || box.width === 0 || box.height === 0) {
      return;
    }
    const boxed = { drawing, predicted, box };
    const changes = pressed.from.alt
      ? withdrawnInBox(boxed)
      : acceptedInBox(boxed, () => this.#hands.takeId());
    if (changes === null) {
      this.#hands.refuse('nothing-predicted');
      return;
    }
    if (changes.length === 0) {
      this.#hands.refuse('as-predicted');
      return;
    }
    this.#perform(pressed.from, onlyObject(changes), changes);
  }

  #perform({ alt }: Pen, object: number | null, changes: readonly Change[]): void {
    this.#hands.perform(alt ? 'clear' : 'predicted', object, changes);
  }

  /** Between whole pixels and inside the picture. */
  #boxOf({ from, to }: Pressed): Rect {
    const [left, right] = [from.point.x, to.point.x].map(Math.round).sort((a, b) => a - b);
    const [top, bottom] = [from.point.y, to.point.y].map(Math.round).sort((a, b) => a - b);
    const [x = 0, y = 0] = [left, top];
    return clipRect(
      { x, y, width: (right ?? 0) - x, height: (bottom ?? 0) - y },
      this.#hands.drawing.size,
    );
  }
}

/** The object that all changes are about and that is there afterwards; null when there are several, or none is left. */
function onlyObject(changes: readonly Change[]): number | null {
  const ids = changes.flatMap((change) => {
    switch (change.kind) {
      case 'xor':
      case 'rasterise':
        return [change.annotation];
      case 'create':
        return [change.seed.id];
      default:
        return [null];
    }
  });
  const [first = null] = ids;
  return ids.every((id) => id === first) ? first : null;
}
