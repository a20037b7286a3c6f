import type { Point, Size } from '../../app/domain/geometry.ts';
import { cutoutFromBitmap, cutoutHas, type Cutout } from '../../app/mask/cutout.ts';
import { floodRegion } from '../../app/mask/fill.ts';

/** What a network says of the open picture at the threshold at hand, in stored pixels. */
export interface Predicted extends Size {
  /** Row by row: 0 for background, n for the nth of `categories`. */
  readonly values: Uint16Array;
  /** The project's classes; null for one that it has no more. */
  readonly categories: readonly (number | null)[];
}

/** Pixels of one predicted class, or of background, that touch at sides or corners. */
export interface PredictedRegion {
  /** 0 is background. */
  readonly value: number;
  readonly cutout: Cutout;
}

/** Finds the region under a point. The last one is kept: a hand that moves inside it costs nothing. */
export class PredictedRegions {
  #last: { readonly of: Uint16Array; readonly region: PredictedRegion } | null = null;

  /** Null outside the picture. */
  at({ width, height, values }: Predicted, point: Point): PredictedRegion | null {
    const pixel = { x: Math.floor(point.x), y: Math.floor(point.y) };
    if (pixel.x < 0 || pixel.y < 0 || pixel.x >= width || pixel.y >= height) {
      return null;
    }
    const last = this.#last;
    if (last?.of === values && cutoutHas(last.region.cutout, pixel)) {
      return last.region;
    }
    const { bitmap, bounds } = floodRegion({
      labels: values,
      width,
      height,
      seed: pixel,
      connectivity: 8,
    });
    const value = values[pixel.y * width + pixel.x] ?? 0;
    const region = { value, cutout: cutoutFromBitmap(bitmap, bounds) };
    this.#last = { of: values, region };
    return region;
  }
}
