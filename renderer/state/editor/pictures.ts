import { imageUrl } from '../../../app/contract/assets.ts';
import type { Client } from '../../../app/contract/client.ts';
import { comingCuts, comingEdges, comingReading } from '../../canvas/coming-picture.ts';
import { Drawing } from '../../canvas/drawing/drawing.ts';
import {
  closePicture,
  loadPicture,
  type PictureLoad,
  type PictureSource,
} from '../../canvas/picture-source.ts';
import type { OpenCvMethods } from '../../canvas/opencv/opencv-methods.ts';
import { PictureCutter, type PictureCuts } from '../../canvas/opencv/picture-cuts.ts';
import { EdgeFinder, type PictureEdges } from '../../canvas/opencv/picture-edges.ts';
import { PictureReader, type PictureReading } from '../../canvas/worker/picture-reading.ts';
import { aborted, WorkerClient, type WorkerPort } from '../../canvas/worker/worker-client.ts';
import { whenIdle } from '../idle.ts';
import { DrawnAhead } from './drawn-ahead.ts';
import type { PictureDetail } from './picture-detail.ts';

/** What tools may ask about a picture, also while it is on its way. */
interface Asked {
  readonly reading: PictureReading;
  readonly edges: PictureEdges;
  readonly cuts: PictureCuts;
}

/** A picture as far as it is decoded; without a source when it is missing or cannot be shown. */
interface Arrived {
  readonly source: PictureSource | null;
  readonly isComplete: boolean;
}

interface Entry {
  readonly abort: AbortController;
  readonly load: PictureLoad;
  arrived: Arrived | undefined;
  detail: Promise<PictureDetail> | null;
  drawn: DrawnAhead | null;
}

/** Starts those that look at pixels. */
interface Workers {
  readonly pixels: () => WorkerPort;
  readonly openCv: () => WorkerPort;
}

/** The picture at hand and its neighbours, fetched, decoded and drawn ahead. */
export class Pictures {
  readonly #client: Client;
  readonly #entries = new Map<number, Entry>();
  readonly #reader: PictureReader;
  readonly #openCv: WorkerClient<OpenCvMethods>;
  readonly #finder: EdgeFinder;
  readonly #cutter: PictureCutter;

  constructor(client: Client, start: Workers) {
    this.#client = client;
    this.#reader = new PictureReader(start.pixels);
    this.#openCv = new WorkerClient(start.openCv);
    this.#finder = new EdgeFinder(this.#openCv);
    this.#cutter = new PictureCutter(this.#openCv);
  }

  detail(image: number): Promise<PictureDetail> {
    const entry = this.#entry(image);
    entry.detail ??= this.#client.call('image.get', { image }).catch((error: unknown) => {
      entry.detail = null;
      throw error;
    });
    return entry.detail;
  }

  /** As `detail`, but asked again, once `readable`, as often as the answer goes out of date on its way. */
  async latestDetail(image: number, readable: () => Promise<void>): Promise<PictureDetail> {
    for (;;) {
      const asked = this.detail(image);
      const answer = await asked;
      const entry = this.#entries.get(image);
      if (entry === undefined || entry.detail === asked) return answer;
      await readable();
    }
  }

  /** Begins to load its pixels, when that was not done yet. */
  load(image: number): PictureLoad {
    return this.#entry(image).load;
  }

  /** What there is of it already. */
  arrived(image: number): Arrived | undefined {
    return this.#entry(image).arrived;
  }

  /** Made ahead from this very answer of the studio, else now. It is the caller's: the next call makes another. */
  drawing(detail: PictureDetail): Drawing {
    const { image, annotations } = detail;
    const entry = this.#entry(image.id);
    const { drawn } = entry;
    entry.drawn = null;
    if (drawn?.detail === detail) {
      return drawn.finish();
    }
    drawn?.stop();
    return new Drawing({ size: image, turn: image.turn, annotations });
  }

  /** Resolves when a picture that may come next is as ready as it can be, its masks only when they are wanted too. */
  async fetchAhead(image: number, { masks }: { readonly masks: boolean }): Promise<void> {
    const entry = this.#entry(image);
    const detail = await this.detail(image);
    const isWanted = this.#entries.get(image) === entry && (await entry.detail) === detail;
    if (masks && isWanted && entry.drawn === null) {
      entry.drawn = new DrawnAhead(detail);
      await entry.drawn.work();
    }
    await entry.load.complete;
  }

  /** What tools may ask about the colours of a picture, its edges, and what stands out in it; the last two load OpenCV. */
  tools(image: number): Asked {
    const coming = this.load(image).whole.then((source) => {
      if (source === null) throw aborted();
      return source;
    });
    coming.catch(() => undefined);
    const told = <T>(make: (source: PictureSource) => T): Promise<T> => {
      const made = coming.then(make);
      made.catch(() => undefined);
      return made;
    };
    return {
      reading: comingReading(told((source) => this.#reader.reading(source))),
      edges: comingEdges(told((source) => this.#finder.edges(source))),
      cuts: comingCuts(told((source) => this.#cutter.cuts(source))),
    };
  }

  /** Lets go of all others. `drawn` are those whose masks may stay ready. */
  keep(images: readonly number[], drawn: readonly number[] = images): void {
    for (const [image, entry] of this.#entries) {
      if (!images.includes(image)) {
        this.#entries.delete(image);
        this.#close(entry);
      } else if (!drawn.includes(image)) {
        this.#forgetDrawn(entry);
      }
    }
  }

  /** The studio's answer for these is out of date; an empty list means all. */
  forgetDetails(images: readonly number[]): void {
    for (const [image, entry] of this.#entries) {
      if (images.length === 0 || images.includes(image)) {
        entry.detail = null;
        this.#forgetDrawn(entry);
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
    const load = loadPicture(imageUrl(image), abort.signal);
    const entry: Entry = { abort, load, arrived: undefined, detail: null, drawn: null };
    void load.whole.then((source) => (entry.arrived ??= { source, isComplete: false }));
    void load.complete.then((source) => (entry.arrived = { source, isComplete: true }));
    this.#entries.set(image, entry);
    return entry;
  }

  #forgetDrawn(entry: Entry): void {
    entry.drawn?.stop();
    entry.drawn = null;
  }

  #close(entry: Entry): void {
    this.#forgetDrawn(entry);
    entry.abort.abort();
    void entry.load.complete.then((picture) => {
      // Giving back so much memory takes a while: the picture that is opened meanwhile does not wait for it.
      if (picture !== null) whenIdle(() => closePicture(picture));
    });
  }
}
