import type { Point, Rect, Size } from '../../../app/domain/geometry.ts';
import { clipRect } from '../../../app/mask/bitmap.ts';
import { emptyCutout, type Cutout } from '../../../app/mask/cutout.ts';
import { enlargedCutout } from '../../../app/mask/enlarged.ts';
import type { PictureSource } from '../picture-source.ts';
import type { WorkerClient } from '../worker/worker-client.ts';
import type { Hint } from './hints.ts';
import type { OpenCvMethods } from './opencv-methods.ts';

/** The background is learned from what lies around the box, this share of its longer side on each side. */
const marginShare = 0.15;
const leastMarginPx = 8;
/** Larger pieces are worked out from a smaller copy of them. */
export const mostPieceAreaPx2 = 16_000_000;

/** What tools may ask about what stands out from its background in the picture that is open. */
export interface PictureCuts {
  /** Gets ready while the box is still drawn. */
  warm(): void;
  begin(box: Rect): Cut;
}

/** One box. Everything is in pixels of the picture. A newer question is asked when the older one was taken back. */
export interface Cut {
  preview(hints: readonly Hint[], signal: AbortSignal): Promise<Cutout>;
  /** The last preview with a finer edge. */
  refined(signal: AbortSignal): Promise<Cutout>;
  end(): void;
}

/** For whichever picture is open: the worker is given the piece around a box. */
export class PictureCutter {
  readonly #client: WorkerClient<OpenCvMethods>;

  constructor(client: WorkerClient<OpenCvMethods>) {
    this.#client = client;
  }

  cuts(source: PictureSource): PictureCuts {
    const ignored = (): void => undefined;
    return {
      warm: () => void this.#client.ask('warm', null).catch(ignored),
      begin: (box) => {
        const region = regionOf(box, source);
        const given = this.#give(source, box, region);
        // Whoever asks about it is told.
        given.catch(ignored);
        return {
          preview: async (hints, signal) => {
            await given;
            const moved = hints.map((hint) => ({ ...hint, ...inRegion(hint, region) }));
            return placed(await this.#client.ask('cutPreview', moved, { signal }), region, box);
          },
          refined: async (signal) =>
            placed(await this.#client.ask('cutRefined', null, { signal }), region, box),
          end: () => void this.#client.ask('cutEnd', null).catch(ignored),
        };
      },
    };
  }

  async #give({ levels: [whole] }: PictureSource, box: Rect, region: Region): Promise<void> {
    if (whole === undefined) {
      throw new Error('The picture has no pixels.');
    }
    const { x, y, width, height, factor } = region;
    const piece = await (factor === 1
      ? createImageBitmap(whole, x, y, width, height)
      : createImageBitmap(whole, x, y, width, height, {
          resizeWidth: Math.ceil(width / factor),
          resizeHeight: Math.ceil(height / factor),
          resizeQuality: 'medium',
        }));
    const inside = {
      x: Math.floor((box.x - x) / factor),
      y: Math.floor((box.y - y) / factor),
      width: Math.ceil(box.width / factor),
      height: Math.ceil(box.height / factor),
    };
    const params = { piece, box: clipRect(inside, piece) };
    await this.#client.ask('cutBegin', params, { transfer: [piece] });
  }
}

/** The piece of the picture, and how many of its pixels one of the copy stands for on each side. */
export interface Region extends Rect {
  readonly factor: number;
}

/** The box with its surroundings, as far as the picture goes. */
export function regionOf(box: Rect, size: Size): Region {
  const margin = Math.max(leastMarginPx, Math.round(marginShare * Math.max(box.width, box.height)));
  const region = clipRect(
    {
      x: box.x - margin,
      y: box.y - margin,
      width: box.width + 2 * margin,
      height: box.height + 2 * margin,
    },
    size,
  );
  const factor = Math.max(
    1,
    Math.ceil(Math.sqrt((region.width * region.height) / mostPieceAreaPx2)),
  );
  return { ...region, factor };
}

export function inRegion(
  { points, sizePx }: Hint,
  { x, y, factor }: Region,
): Pick<Hint, 'points' | 'sizePx'> {
  const moved = points.map((point): Point => ({
    x: (point.x - x) / factor,
    y: (point.y - y) / factor,
  }));
  return { points: moved, sizePx: sizePx / factor };
}

/** What was found in the region, in the picture. */
export function placed(found: Cutout, { x, y, factor }: Region, box: Rect): Cutout {
  if (found.width === 0) {
    return emptyCutout;
  }
  const limits = { ...box, x: box.x - x, y: box.y - y };
  const large = factor === 1 ? found : enlargedCutout(found, factor, limits);
  return large.width === 0 ? emptyCutout : { ...large, x: large.x + x, y: large.y + y };
}
