import type { Point } from '../../../app/domain/geometry.ts';
import { addBitmap } from '../../../app/mask/bitmap.ts';
import { floodRegion } from '../../../app/mask/fill.ts';
import { floodBehindGaps } from '../../../app/mask/gap-fill.ts';
import { isYielding } from '../drawing/drawn-object.ts';
import type { Aim } from '../drawing/stroke.ts';
import { SimilarPaint } from './similar-paint.ts';
import { aimedObject } from './aim.ts';
import { blankSketch, type Hands, type Pen, type Sketch, type Tool } from './tool.ts';

/** More than this share of the picture is not a hole: the outline must have a gap. */
const largestShare = 0.5;

/**
 * A click fills the room around it, and does not run out through openings that count as closed; with Alt it clears the connected part under it. By the picture it fills what has the
 * colour under it, with Alt it takes that away. Nothing stays begun but what the picture's colours are asked for.
 */
export class FillTool implements Tool {
  readonly name = 'fill';
  readonly #hands: Hands;
  readonly #similar: SimilarPaint;

  constructor(hands: Hands) {
    this.#hands = hands;
    this.#similar = new SimilarPaint(hands, { act: 'fill', drags: false });
  }

  get isSettling(): boolean {
    return this.#similar.isSettling;
  }

  press(pen: Pen): void {
    const { point, alt, button } = pen;
    if (this.#hands.pixelOptions.fillsBy === 'picture') {
      this.#similar.press(pen);
      return;
    }
    if (button !== 0) {
      return;
    }
    if (alt) {
      this.#clear(point);
    } else {
      this.#fill(point);
    }
  }

  move(): void {
    // A click is all there is.
  }

  release(): void {
    this.#similar.release();
  }

  finish(): boolean {
    return false;
  }

  cancel(): boolean {
    return this.#similar.cancel();
  }

  stepBack(): boolean {
    return false;
  }

  sketch(): Sketch {
    return blankSketch;
  }

  /** What is connected under the point goes to the object that painting would go to. */
  #fill(point: Point): void {
    const { drawing } = this.#hands;
    const aim = this.#hands.aimAt(point, { erasing: false });
    if (aim === null) {
      return;
    }
    const under = drawing.objectAt(point);
    if (under !== null && (under.id === aimedObject(aim) || !isYielding(under))) {
      this.#hands.refuse(under.locked ? 'locked' : 'nothing-here');
      return;
    }
    this.#flood('fill', aim, point);
  }

  #clear(point: Point): void {
    const under = this.#hands.drawing.objectAt(point);
    if (under === null || under.locked) {
      this.#hands.refuse(under === null ? 'nothing-here' : 'locked');
      return;
    }
    this.#flood('clear', { kind: 'remove', objects: [under.id] }, point);
  }

  #flood(act: 'fill' | 'clear', aim: Aim, seed: Point): void {
    const { drawing } = this.#hands;
    const { width, height, values: labels } = drawing.labels;
    if (!drawing.contains(seed)) {
      this.#hands.refuse('nothing-here');
      return;
    }
    const { gapPx } = this.#hands.pixelOptions;
    const flood = { labels, width, height, seed };
    const region =
      act === 'fill'
        ? floodBehindGaps({ ...flood, gapPx })
        : floodRegion({ ...flood, connectivity: 4 });
    if (act === 'fill' && region.areaPx2 > largestShare * width * height) {
      this.#hands.refuse('open-region');
      return;
    }
    const stroke = this.#hands.begin(aim);
    addBitmap(stroke.cover, region.bitmap, region.bounds);
    stroke.grown(region.bounds);
    this.#hands.perform(act, aimedObject(aim), stroke.finish());
  }
}
