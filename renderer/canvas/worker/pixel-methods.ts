import type { Cutout } from '../../../app/mask/cutout.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import { similarRegion, type Similar } from '../../../app/mask/similar.ts';
import { superpixelSteps, type Superpixels } from '../../../app/mask/superpixels.ts';
import type { Answer, Handlers } from './serve.ts';

/** What the worker of pixels can be asked. All but `picture` are about the picture that it was given last. */
export type PixelMethods = {
  readonly picture: { readonly params: ImageBitmap; readonly result: null };
  readonly similar: { readonly params: Similar; readonly result: Cutout };
  readonly superpixels: {
    readonly params: { readonly sidePx: number };
    readonly result: Superpixels;
  };
  readonly pixels: { readonly params: null; readonly result: Pixels };
};

/** Answers questions about one picture's pixels. */
export function pixelHandlers(pixels: () => Pixels): Omit<Handlers<PixelMethods>, 'picture'> {
  return {
    async similar(params): Promise<Answer<Cutout>> {
      const result = similarRegion(pixels(), params);
      return { result, transfer: [result.data.buffer as ArrayBuffer] };
    },
    async pixels(): Promise<Answer<Pixels>> {
      const { width, height, data } = pixels();
      const copy = data.slice();
      return { result: { width, height, data: copy }, transfer: [copy.buffer] };
    },
    async superpixels({ sidePx }, signal): Promise<Answer<Superpixels>> {
      const steps = superpixelSteps(pixels(), sidePx);
      for (let step = steps.next(); ; step = steps.next()) {
        if (step.done === true) {
          return { result: step.value, transfer: [step.value.labels.buffer as ArrayBuffer] };
        }
        await nextTurn();
        if (signal.aborted) throw new Error('The superpixels were not waited for.');
      }
    },
  };
}

/** Lets messages in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
