import type { Cutout } from '../../../app/mask/cutout.ts';
import type { Pixels } from '../../../app/mask/pixels.ts';
import type { Similar } from '../../../app/mask/similar.ts';
import type { Superpixels } from '../../../app/mask/superpixels.ts';
import type { PictureSource } from '../picture-source.ts';
import type { PixelMethods } from './pixel-methods.ts';
import { aborted, isAborted, WorkerClient, type WorkerPort } from './worker-client.ts';

/** What tools may ask about the colours of the picture that is open. A newer question takes the place of an older one. */
export interface PictureReading {
  similar(params: Similar, signal: AbortSignal): Promise<Cutout>;
  superpixels(sidePx: number, signal: AbortSignal): Promise<Superpixels>;
  /** All of them, four bytes a pixel: for who has to look at them without waiting. */
  pixels(signal: AbortSignal): Promise<Pixels>;
}

/** One worker for whichever picture is open: it is given the pixels once, with the first question about them. */
export class PictureReader {
  readonly #client: WorkerClient<PixelMethods>;
  /** Whose pixels the worker has, and when it has them. */
  #given: { readonly source: PictureSource; readonly done: Promise<unknown> } | null = null;

  constructor(start: () => WorkerPort) {
    this.#client = new WorkerClient(start);
  }

  reading(source: PictureSource): PictureReading {
    const ask = async <K extends keyof PixelMethods>(
      method: K,
      params: PixelMethods[K]['params'],
      signal: AbortSignal,
    ): Promise<PixelMethods[K]['result']> => {
      try {
        await this.#give(source);
        if (this.#given?.source !== source) throw aborted();
        return await this.#client.ask(method, params, { signal });
      } catch (error) {
        // Another worker would know nothing of the picture.
        if (!isAborted(error) && this.#given?.source === source) this.#given = null;
        throw error;
      }
    };
    return {
      similar: (params, signal) => ask('similar', params, signal),
      superpixels: (sidePx, signal) => ask('superpixels', { sidePx }, signal),
      pixels: (signal) => ask('pixels', null, signal),
    };
  }

  /** Ends the worker; the next question starts another. */
  stop(): void {
    this.#given = null;
    this.#client.stop();
  }

  #give(source: PictureSource): Promise<unknown> {
    if (this.#given?.source !== source) {
      this.#given = { source, done: this.#hand(source) };
    }
    return this.#given.done;
  }

  async #hand({ levels: [whole] }: PictureSource): Promise<void> {
    if (whole === undefined) {
      throw new Error('The picture has no pixels.');
    }
    // A copy: the page goes on showing its own.
    const bitmap = await createImageBitmap(whole);
    await this.#client.ask('picture', bitmap, { transfer: [bitmap] });
  }
}
