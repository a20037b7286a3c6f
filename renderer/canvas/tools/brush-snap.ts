import type { Rect } from '../../../app/domain/geometry.ts';
import { createBitmap, joinRects, type Bitmap } from '../../../app/mask/bitmap.ts';
import type { Stamp } from '../../../app/mask/brush.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { DabWay, dabAlike, dabSpacing, stampInside } from '../../../app/mask/snapped-stamp.ts';
import { nowhere } from '../drawing/drawing.ts';
import { PredictedRegions, type Predicted, type PredictedRegion } from '../predicted.ts';
import type { PictureReading } from '../worker/picture-reading.ts';
import type { Hands, Refusal } from './tool.ts';

/** A brush for the length of one stroke. */
export interface SnappedBrush {
  /** Paints, and answers the box that it may have touched. */
  stamp(stamp: Stamp): Rect;
  /** What it waits for: the picture's colours are still read. What is stamped meanwhile `catchUp` paints. */
  readonly late: Promise<unknown> | null;
  /** Called when that has come; answers the box of what it painted. */
  catchUp(): Rect;
}

/** The colours of one picture, or the wait for them. */
interface Read {
  readonly of: PictureReading;
  readonly abort: AbortController;
  readonly coming: Promise<Pixels>;
  pixels: Pixels | null;
}

/** Makes brushes that snap; brush and eraser share one, and so what it has read. */
export class BrushSnapping {
  readonly #hands: Hands;
  readonly #regions = new PredictedRegions();
  #scratch: Bitmap | null = null;
  #read: Read | null = null;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Has the picture read before the first stroke needs its colours. */
  prepare(): void {
    const { brushSnap, reading } = this.#hands;
    if (brushSnap === 'picture' && reading !== null) this.#reading(reading);
    else if (brushSnap !== 'picture') this.#forget();
  }

  /** A brush for a stroke that begins now; null for one that does not snap. */
  begin(scale: number): SnappedBrush | Refusal | null {
    const { brushSnap, predicted, reading, pixelOptions } = this.#hands;
    switch (brushSnap) {
      case 'off':
        return null;
      case 'prediction':
        return predicted === null ? 'no-prediction' : this.#inPrediction(predicted);
      case 'picture':
        return reading === null
          ? 'unreadable'
          : new PictureBrush(this.#reading(reading), {
              tolerance: pixelOptions.tolerance,
              // From afar one pixel of the screen shows several of the picture: the colour is what is seen.
              sampleSidePx: Math.max(1, Math.round(1 / scale)),
            });
    }
  }

  #inPrediction(predicted: Predicted): SnappedBrush {
    let region: PredictedRegion | null = null;
    return {
      late: null,
      catchUp: () => nowhere,
      stamp: (stamp) => {
        // A stroke that begins beside the picture is for the region that it meets first.
        region ??= this.#regions.at(predicted, stamp.from) ?? this.#regions.at(predicted, stamp.to);
        return region === null
          ? nowhere
          : stampInside(stamp, region.cutout, this.#emptyBitmap(stamp.bitmap));
      },
    };
  }

  #reading(of: PictureReading): Read {
    if (this.#read?.of === of) {
      return this.#read;
    }
    this.#forget();
    const abort = new AbortController();
    const read: Read = { of, abort, coming: of.pixels(abort.signal), pixels: null };
    this.#read = read;
    read.coming.then(
      (pixels) => (read.pixels = pixels),
      () => {
        if (this.#read === read) this.#read = null;
      },
    );
    return read;
  }

  #forget(): void {
    this.#read?.abort.abort();
    this.#read = null;
  }

  #emptyBitmap({ width, height }: Bitmap): Bitmap {
    if (this.#scratch?.width !== width || this.#scratch.height !== height) {
      this.#scratch = createBitmap(width, height);
    }
    return this.#scratch;
  }
}

interface Likeness {
  readonly tolerance: number;
  readonly sampleSidePx: number;
}

/** Snaps to the picture. */
class PictureBrush implements SnappedBrush {
  readonly late: Promise<unknown> | null;
  readonly #read: Read;
  readonly #likeness: Likeness;
  readonly #way = new DabWay();
  #waiting: Stamp[] = [];

  constructor(read: Read, likeness: Likeness) {
    this.#read = read;
    this.#likeness = likeness;
    this.late = read.pixels === null ? read.coming : null;
  }

  stamp(stamp: Stamp): Rect {
    this.#waiting.push(stamp);
    return this.catchUp();
  }

  catchUp(): Rect {
    const { pixels } = this.#read;
    if (pixels === null) {
      return nowhere;
    }
    const stamps = this.#waiting;
    this.#waiting = [];
    return stamps.reduce(
      (rect: Rect, stamp) => joinRects(rect, this.#paint(stamp, pixels)),
      nowhere,
    );
  }

  #paint({ bitmap, from, to, diameterPx, shape }: Stamp, pixels: Pixels): Rect {
    const dabs = this.#way.along(from, to, dabSpacing(diameterPx));
    return dabs.reduce((rect: Rect, centre) => {
      const dab = { bitmap, pixels, centre, diameterPx, shape, ...this.#likeness };
      return joinRects(rect, dabAlike(dab));
    }, nowhere);
  }
}
