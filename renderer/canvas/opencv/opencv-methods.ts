import type { Point } from '../../../app/domain/geometry.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { Handlers } from '../worker/serve.ts';
import { EdgePaths } from './edge-paths.ts';
import type { OpenCv } from './opencv.ts';

/** What the worker of OpenCV can be asked. Points are pixels of the piece that was given last. */
export type OpenCvMethods = {
  readonly begin: {
    readonly params: { readonly piece: ImageBitmap; readonly from: Point };
    readonly result: null;
  };
  readonly path: { readonly params: Point; readonly result: Int32Array };
};

/** `ready` comes when the WebAssembly runs, which the first question waits for. */
export function openCvHandlers(
  ready: Promise<{ readonly cv: OpenCv }>,
  pixelsOf: (piece: ImageBitmap) => Pixels,
): Handlers<OpenCvMethods> {
  let paths: EdgePaths | null = null;
  return {
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
  };
}
