import type { Rect } from '../../../app/domain/geometry.ts';
import type { Cutout } from '../../../app/mask/cutout.ts';
import { nowhere } from '../drawing/drawing.ts';
import type { Stroke } from '../drawing/stroke.ts';
import { isAborted } from '../worker/worker-client.ts';
import { aimedObject } from './aim.ts';
import { coverRegion } from './region-cover.ts';
import type { Act, Hands, Pen } from './tool.ts';

/** CSS pixels of dragging for one step of tolerance, however far the picture is zoomed. */
const pxPerStep = 2;

interface Gesture {
  readonly from: Pen;
  readonly stroke: Stroke;
  readonly toleranceBefore: number;
  readonly abort: AbortController;
  /** What the cover shows: of which tolerance, and where. */
  shown: number | null;
  rect: Rect;
  isReleased: boolean;
}

/**
 * Covers what has the colour under the pen, worked out elsewhere: part of the wand and of the bucket. With `drags`, a
 * drag to the right raises the tolerance and to the left lowers it. Alt takes away, Shift looks all over the picture.
 */
export class SimilarPaint {
  readonly #hands: Hands;
  readonly #act: Act;
  readonly #drags: boolean;
  #gesture: Gesture | null = null;

  constructor(hands: Hands, { act, drags }: { readonly act: Act; readonly drags: boolean }) {
    this.#hands = hands;
    this.#act = act;
    this.#drags = drags;
  }

  get isSettling(): boolean {
    return this.#gesture?.isReleased ?? false;
  }

  press(pen: Pen): void {
    if (pen.button === 0 && this.#gesture === null) this.#begin(pen);
  }

  move(pen: Pen): void {
    if (this.#gesture?.isReleased === false) this.#dragTo(this.#gesture, pen);
  }

  release(): void {
    if (this.#gesture?.isReleased === false) {
      this.#gesture.isReleased = true;
      this.#settle(this.#gesture);
    }
  }

  cancel(): boolean {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture === null) {
      return false;
    }
    gesture.abort.abort();
    gesture.stroke.cancel();
    if (this.#drags) this.#hands.setPixelOptions({ tolerance: gesture.toleranceBefore });
    return true;
  }

  #begin(from: Pen): void {
    const { drawing, reading, pixelOptions } = this.#hands;
    if (!drawing.contains(from.point)) {
      this.#hands.refuse('nothing-here');
      return;
    }
    if (reading === null) {
      this.#hands.refuse('unreadable');
      return;
    }
    const aim = this.#hands.aimAt(from.point, { erasing: from.alt });
    if (aim === null) {
      return;
    }
    this.#gesture = {
      from,
      stroke: this.#hands.begin(aim),
      toleranceBefore: pixelOptions.tolerance,
      abort: new AbortController(),
      shown: null,
      rect: nowhere,
      isReleased: false,
    };
    this.#ask(this.#gesture);
  }

  #dragTo(gesture: Gesture, { screen }: Pen): void {
    if (!this.#drags) {
      return;
    }
    const steps = Math.trunc((screen.x - gesture.from.screen.x) / pxPerStep);
    const before = this.#hands.pixelOptions.tolerance;
    this.#hands.setPixelOptions({ tolerance: gesture.toleranceBefore + steps });
    if (this.#hands.pixelOptions.tolerance !== before) {
      this.#ask(gesture);
    }
  }

  #ask(gesture: Gesture): void {
    const { reading, pixelOptions } = this.#hands;
    const { point, scale, shift } = gesture.from;
    const { tolerance, contiguous } = pixelOptions;
    reading
      ?.similar(
        {
          seed: point,
          // From afar one pixel of the screen shows several of the picture: the colour is what is seen.
          sampleSidePx: Math.max(1, Math.round(1 / scale)),
          tolerance,
          contiguous: contiguous !== shift,
        },
        gesture.abort.signal,
      )
      .then((region) => this.#show(gesture, region, tolerance))
      .catch((error: unknown) => this.#fail(gesture, error));
  }

  #show(gesture: Gesture, region: Cutout, tolerance: number): void {
    if (this.#gesture !== gesture) {
      return;
    }
    gesture.rect = coverRegion(gesture.stroke, region, gesture.rect);
    gesture.shown = tolerance;
    this.#settle(gesture);
  }

  /** Done when the pen is lifted and what is shown is what was asked for last. */
  #settle(gesture: Gesture): void {
    if (!gesture.isReleased || gesture.shown !== this.#hands.pixelOptions.tolerance) {
      return;
    }
    this.#gesture = null;
    const { aim } = gesture.stroke;
    const act = aim.kind === 'remove' ? 'clear' : this.#act;
    this.#hands.perform(act, aimedObject(aim), gesture.stroke.finish());
    this.#hands.refresh();
  }

  #fail(gesture: Gesture, error: unknown): void {
    if (this.#gesture === gesture && !isAborted(error)) {
      this.cancel();
      this.#hands.refuse('unreadable');
      this.#hands.refresh();
    }
  }
}
