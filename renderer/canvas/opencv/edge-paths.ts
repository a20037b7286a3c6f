import type { Point } from '../../../app/domain/geometry.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { IntelligentScissors, OpenCv } from './opencv.ts';

/** Steps of brightness between which an edge begins to count, and is one for certain. */
const edges = { low: 32, high: 100 } as const;

/** Paths along the edges of a piece of a picture, all from one point. `close` gives the memory back. */
export class EdgePaths {
  readonly #cv: OpenCv;
  readonly #scissors: IntelligentScissors;

  /** Points are whole pixels of the piece. */
  constructor(cv: OpenCv, { width, height, data }: Pixels, from: Point) {
    this.#cv = cv;
    this.#scissors = new cv.segmentation_IntelligentScissorsMB();
    const colours = new cv.Mat(height, width, cv.CV_8UC4);
    const opaque = new cv.Mat();
    try {
      colours.data.set(data);
      cv.cvtColor(colours, opaque, cv.COLOR_RGBA2RGB);
      this.#scissors.setEdgeFeatureCannyParameters(edges.low, edges.high);
      this.#scissors.applyImage(opaque);
      this.#scissors.buildMap(new cv.Point(from.x, from.y));
    } catch (error) {
      this.#scissors.delete();
      throw error;
    } finally {
      colours.delete();
      opaque.delete();
    }
  }

  /** x and y in turns, from the point where all paths begin to `to`, both of them with. */
  to({ x, y }: Point): Int32Array {
    const contour = new this.#cv.Mat();
    try {
      this.#scissors.getContour(new this.#cv.Point(x, y), contour);
      return contour.data32S.slice(0, 2 * contour.rows);
    } finally {
      contour.delete();
    }
  }

  close(): void {
    this.#scissors.delete();
  }
}
