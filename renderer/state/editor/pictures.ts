import { imageUrl } from '../../../app/contract/assets.ts';
import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';
import { closePicture, loadPicture, type PictureSource } from '../../canvas/picture-source.ts';
import type { OpenCvMethods } from '../../canvas/opencv/opencv-methods.ts';
import { PictureCutter, type PictureCuts } from '../../canvas/opencv/picture-cuts.ts';
import { EdgeFinder, type PictureEdges } from '../../canvas/opencv/picture-edges.ts';
import { startOpenCvWorker } from '../../canvas/opencv/start-opencv-worker.ts';
import { PictureReader, type PictureReading } from '../../canvas/worker/picture-reading.ts';
import { WorkerClient } from '../../canvas/worker/worker-client.ts';
import { startPixelWorker } from '../../canvas/worker/start-pixel-worker.ts';

export type PictureDetail = Result<'image.get'>;

interface Entry {
  readonly abort: AbortController;
  detail: Promise<PictureDetail> | null;
  readonly source: Promise<PictureSource | null>;
}

/** The picture at hand and its neighbours, fetched and decoded ahead. */
export class Pictures {
  readonly #client: Client;
  readonly #entries = new Map<number, Entry>();
  readonly #reader = new PictureReader(startPixelWorker);
  readonly #openCv = new WorkerClient<OpenCvMethods>(startOpenCvWorker);
  readonly #finder = new EdgeFinder(this.#openCv);
  readonly #cutter = new PictureCutter(this.#openCv);

  constructor(client: Client) {
    this.#client = client;
  }

  detail(image: number): Promise<PictureDetail> {
    const entry = this.#entry(image);
    entry.detail ??= this.#client.call('image.get', { image }).catch((error: unknown) => {
      entry.detail = null;
      throw error;
    });
    return entry.detail;
  }

  /** Null when the file is missing or cannot be shown. */
  source(image: number): Promise<PictureSource | null> {
    return this.#entry(image).source;
  }

  /** Its colours, for tools; nothing is read before one of them asks. */
  reading(source: PictureSource | null): PictureReading | null {
    return source === null ? null : this.#reader.reading(source);
  }

  /** Its edges; OpenCV is loaded when one of them is asked for. */
  edges(source: PictureSource | null): PictureEdges | null {
    return source === null ? null : this.#finder.edges(source);
  }

  /** What stands out in it; the same OpenCV works it out. */
  cuts(source: PictureSource | null): PictureCuts | null {
    return source === null ? null : this.#cutter.cuts(source);
  }

  /** Fetches these and lets go of all others. */
  keep(images: readonly number[]): void {
    for (const [image, entry] of this.#entries) {
      if (!images.includes(image)) {
        this.#entries.delete(image);
        this.#close(entry);
      }
    }
    for (const image of images) {
      this.detail(image).catch(() => undefined);
    }
  }

  /** The studio's answer for these is out of date; an empty list means all. */
  forgetDetails(images: readonly number[]): void {
    for (const [image, entry] of this.#entries) {
      if (images.length === 0 || images.includes(image)) {
        entry.detail = null;
      }
    }
  }

  clear(): void {
    this.keep([]);
    this.#reader.stop();
    this.#finder.forget();
    this.#openCv.stop();
  }

  #entry(image: number): Entry {
    const known = this.#entries.get(image);
    if (known !== undefined) {
      return known;
    }
    const abort = new AbortController();
    const source = loadPicture(imageUrl(image), abort.signal).catch(() => null);
    const entry: Entry = { abort, detail: null, source };
    this.#entries.set(image, entry);
    return entry;
  }

  #close({ abort, source }: Entry): void {
    abort.abort();
    void source.then((picture) => {
      if (picture !== null) closePicture(picture);
    });
  }
}
