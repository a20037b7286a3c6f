import type { Point, Rect, Size } from '../../../app/domain/geometry.ts';
import type { PictureSource } from '../picture-source.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import type { OpenCvMethods } from './opencv-methods.ts';

/** How far around its beginning a path can follow edges, in pixels of the picture. */
export const neighbourhoodPx = 512;

/** What tools may ask about the edges of the picture that is open. */
export interface PictureEdges {
  /** From pixel to pixel along edges, both ends with. One question at a time. */
  path(from: Point, to: Point): Promise<readonly Point[]>;
}

/** For whichever picture is open: the worker is given the piece around a path's beginning. */
export class EdgeFinder {
  readonly #client: WorkerClient<OpenCvMethods>;
  #begun: { readonly source: PictureSource; readonly from: Point; readonly box: Rect } | null =
    null;

  constructor(client: WorkerClient<OpenCvMethods>) {
    this.#client = client;
  }

  edges(source: PictureSource): PictureEdges {
    return {
      path: async (from, to) => {
        try {
          const box = await this.#begin(source, from);
          const found = await this.#client.ask('path', inside(box, to));
          return [...pointsOf(found, box), to];
        } catch (error) {
          // Another worker would know nothing of the piece.
          this.#begun = null;
          throw error;
        }
      },
    };
  }

  /** The worker is ended: another would know nothing of the piece. */
  forget(): void {
    this.#begun = null;
  }

  async #begin(source: PictureSource, from: Point): Promise<Rect> {
    const begun = this.#begun;
    if (begun?.source === source && begun.from.x === from.x && begun.from.y === from.y) {
      return begun.box;
    }
    this.#begun = null;
    const [whole] = source.levels;
    if (whole === undefined) {
      throw new Error('The picture has no pixels.');
    }
    const box = boxAround(from, source);
    const piece = await createImageBitmap(whole, box.x, box.y, box.width, box.height);
    await this.#client.ask('begin', { piece, from: inside(box, from) }, { transfer: [piece] });
    this.#begun = { source, from, box };
    return box;
  }
}

export function boxAround(point: Point, size: Size): Rect {
  const width = Math.min(neighbourhoodPx, size.width);
  const height = Math.min(neighbourhoodPx, size.height);
  const x = Math.floor(point.x) - width / 2;
  const y = Math.floor(point.y) - height / 2;
  return {
    x: Math.floor(Math.max(0, Math.min(size.width - width, x))),
    y: Math.floor(Math.max(0, Math.min(size.height - height, y))),
    width,
    height,
  };
}

/** The pixel of the box that is nearest to the point. */
export function inside(box: Rect, { x, y }: Point): Point {
  return {
    x: Math.max(0, Math.min(box.width - 1, Math.floor(x) - box.x)),
    y: Math.max(0, Math.min(box.height - 1, Math.floor(y) - box.y)),
  };
}

/** In the middle of their pixels. */
export function pointsOf(found: Int32Array, box: Rect): readonly Point[] {
  const points: Point[] = [];
  for (let i = 0; i < found.length; i += 2) {
    points.push({ x: box.x + (found[i] ?? 0) + 0.5, y: box.y + (found[i + 1] ?? 0) + 0.5 });
  }
  return points;
}
