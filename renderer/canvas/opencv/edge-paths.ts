import type { Point, Rect, Size } from '../../../app/domain/geometry.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { IntelligentScissors, Mat, OpenCv } from './opencv.ts';

/** Steps of brightness between which an edge begins to count, and is one for certain. */
const edges = { low: 32, high: 100 } as const;

/**
 * All ways from a point are worked out at once, which takes longer the larger the piece. Those within this many pixels
 * of it to each side are there within a moment, the others when they are first asked for.
 */
const nearPx = 128;

interface Ways {
  readonly scissors: IntelligentScissors;
  readonly box: Rect;
}

/** Paths along the edges of a piece of a picture, all from one point. `close` gives the memory back. */
export class EdgePaths {
  readonly #cv: OpenCv;
  readonly #from: Point;
  readonly #size: Size;
  readonly #image: Mat;
  #near: Ways | null = null;
  #all: Ways | null = null;

  /** Points are whole pixels of the piece. */
  constructor(cv: OpenCv, { width, height, data }: Pixels, from: Point) {
    this.#cv = cv;
    this.#from = from;
    this.#size = { width, height };
    this.#image = new cv.Mat();
    const colours = new cv.Mat(height, width, cv.CV_8UC4);
    try {
      colours.data.set(data);
      cv.cvtColor(colours, this.#image, cv.COLOR_RGBA2RGB);
      const side = 2 * nearPx;
      const around = { x: from.x - nearPx, y: from.y - nearPx, width: side, height: side };
      this.#near = this.#waysIn(clipRect(around, this.#size));
    } catch (error) {
      this.close();
      throw error;
    } finally {
      colours.delete();
    }
  }

  /** x and y in turns, from the point where all paths begin to `to`, both of them with. */
  to({ x, y }: Point): Int32Array {
    const { scissors, box } = this.#waysTo(x, y);
    const contour = new this.#cv.Mat();
    try {
      scissors.getContour(new this.#cv.Point(x - box.x, y - box.y), contour);
      const found = contour.data32S.slice(0, 2 * contour.rows);
      return found.map((value, i) => value + (i % 2 === 0 ? box.x : box.y));
    } finally {
      contour.delete();
    }
  }

  close(): void {
    for (const ways of [this.#near, this.#all]) ways?.scissors.delete();
    this.#image.delete();
  }

  #waysTo(x: number, y: number): Ways {
    const near = this.#near;
    const isNear =
      near !== null &&
      x >= near.box.x &&
      y >= near.box.y &&
      x < near.box.x + near.box.width &&
      y < near.box.y + near.box.height;
    if (isNear && this.#all === null) {
      return near;
    }
    this.#all ??= this.#waysIn({ x: 0, y: 0, ...this.#size });
    return this.#all;
  }

  #waysIn(box: Rect): Ways {
    const cv = this.#cv;
    const scissors = new cv.segmentation_IntelligentScissorsMB();
    const view = this.#image.roi(new cv.Rect(box.x, box.y, box.width, box.height));
    const piece = new cv.Mat();
    try {
      view.copyTo(piece);
      scissors.setEdgeFeatureCannyParameters(edges.low, edges.high);
      scissors.applyImage(piece);
      scissors.buildMap(new cv.Point(this.#from.x - box.x, this.#from.y - box.y));
      return { scissors, box };
    } catch (error) {
      scissors.delete();
      throw error;
    } finally {
      view.delete();
      piece.delete();
    }
  }
}
