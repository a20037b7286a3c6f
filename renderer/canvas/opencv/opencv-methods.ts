import type { Point, Rect } from '../../../app/domain/geometry.ts';
import { cutoutFromBitmap, emptyCutout, type Cutout } from '../../../app/mask/cutout.ts';
import type { Bitmap } from '../../../app/mask/bitmap.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { Answer, Handlers } from '../worker/serve.ts';
import { EdgePaths } from './edge-paths.ts';
import { GrabCut } from './grab-cut.ts';
import type { Hint } from './hints.ts';
import type { OpenCv } from './opencv.ts';

/** What the worker of OpenCV can be asked. Points and boxes are in pixels of the piece that was given last for them. */
export type OpenCvMethods = {
  /** Answers when OpenCV runs. */
  readonly warm: { readonly params: null; readonly result: null };
  readonly begin: {
    readonly params: { readonly piece: ImageBitmap; readonly from: Point };
    readonly result: null;
  };
  readonly path: { readonly params: Point; readonly result: Int32Array };
  readonly cutBegin: {
    readonly params: { readonly piece: ImageBitmap; readonly box: Rect };
    readonly result: null;
  };
  readonly cutPreview: { readonly params: readonly Hint[]; readonly result: Cutout };
  /** The last preview with a finer edge. */
  readonly cutRefined: { readonly params: null; readonly result: Cutout };
  readonly cutEnd: { readonly params: null; readonly result: null };
};

/** `ready` comes when the WebAssembly runs, which the first question waits for. */
export function openCvHandlers(
  ready: Promise<{ readonly cv: OpenCv }>,
  pixelsOf: (piece: ImageBitmap) => Pixels,
): Handlers<OpenCvMethods> {
  let paths: EdgePaths | null = null;
  let cut: GrabCut | null = null;

  function currentCut(): GrabCut {
    if (cut === null) {
      throw new Error('A cut was asked for before its box was given.');
    }
    return cut;
  }

  /** Between steps messages are let in; another box may be among them. */
  async function found(
    steps: Generator<void, Bitmap | null>,
    signal: AbortSignal,
  ): Promise<Answer<Cutout>> {
    const own = cut;
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) {
        return answerOf(step.value);
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (signal.aborted || cut !== own) {
        // Gives back what the step holds.
        steps.return(null);
        throw new Error('The cut was not waited for.');
      }
    }
  }

  return {
    async warm() {
      await ready;
      return { result: null };
    },
    async begin({ piece, from }) {
      const { cv } = await ready;
      paths?.close();
      paths = null;
      paths = new EdgePaths(cv, pixelsOf(piece), from);
      return { result: null };
    },
    async path(to) {
      await ready;
      if (paths === null) {
        throw new Error('A path was asked for before its beginning was given.');
      }
      const result = paths.to(to);
      return { result, transfer: [result.buffer as ArrayBuffer] };
    },
    async cutBegin({ piece, box }) {
      const { cv } = await ready;
      cut?.close();
      cut = null;
      cut = new GrabCut(cv, pixelsOf(piece), box);
      return { result: null };
    },
    cutPreview: async (hints, signal) => found(currentCut().preview(hints), signal),
    cutRefined: async (_, signal) => found(currentCut().refined(), signal),
    async cutEnd() {
      cut?.close();
      cut = null;
      return { result: null };
    },
  };
}

function answerOf(bitmap: Bitmap | null): Answer<Cutout> {
  const result =
    bitmap === null
      ? emptyCutout
      : cutoutFromBitmap(bitmap, { x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  // The pixels of an empty one are everybody's.
  const transfer = result.width === 0 ? [] : [result.data.buffer as ArrayBuffer];
  return { result, transfer };
}
