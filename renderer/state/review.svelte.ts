import { thumbnailUrl } from '../../app/contract/assets.ts';
import type { Client } from '../../app/contract/client.ts';
import type { Result } from '../../app/contract/methods.ts';
import type { Place } from '../../app/contract/place.ts';
import type { ReviewState } from '../../app/domain/image.ts';
import {
  addToSureness,
  createSurenessCounts,
  inHundredths,
  scoresAt,
  type SurenessCounts,
} from '../../app/mask/sureness.ts';
import { loadPredictionMaps } from '../canvas/prediction-maps.ts';
import { preload } from './review/preload.ts';
import { judgedPixels, predictedAt, type JudgedPixels } from './review/judged-pixels.ts';
import { throttled } from './throttled.ts';

type Detail = Result<'image.get'>;
type Prediction = NonNullable<Result<'prediction.get'>>;

/** Large enough for a sharp look, small enough to come at once. */
export const judgedPicturePx = 1600;
/** Predictions of a whole project arrive one by one; the queue is asked for anew no faster than this. */
const followMs = 700;

/** One predicted picture, ready to be judged. */
export interface Judged {
  readonly detail: Detail;
  readonly prediction: Prediction;
  readonly pixels: JudgedPixels;
  readonly counts: SurenessCounts;
}

interface Decision {
  readonly image: number;
  /** The review state before; null when the label and its state were left alone. */
  readonly before: ReviewState | null;
  /** The picture's revision once the prediction was taken over; null when the label was right as it was. */
  readonly revision: number | null;
}

/** Why a decision was not made, where that is no failure. */
export type Refusal = 'nothing-predicted' | 'edited-since';

/** The queue of predicted pictures, most disagreeing first, and what was decided in this sitting. */
export class Review {
  queue = $state.raw<readonly number[]>([]);
  place = $state(0);
  threshold = $state(0.5);
  /** Pictures that were accepted before come too. */
  withAccepted = $state(false);
  present = $state.raw<Judged | null>(null);
  decisions = $state.raw<readonly Decision[]>([]);
  /** How many pictures are predicted at all; null before the first look. */
  predicted = $state<number | null>(null);
  /** False while another view is in front: nothing is fetched then. */
  isInFront = false;

  readonly hundredths = $derived(inHundredths(this.threshold));
  /** Of the present picture at the present threshold. */
  readonly scores = $derived(
    this.present === null
      ? null
      : scoresAt(
          this.present.counts,
          this.hundredths,
          this.present.prediction.maps.map(({ name }) => name),
        ),
  );

  readonly #client: Client;
  /** When the first decision of this sitting was made, in milliseconds. */
  #since = 0;
  #loading = new AbortController();
  #deciding = false;
  #resumed: number | null = null;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    const follow = throttled(async () => {
      if (this.isInFront && !this.#deciding) await this.refresh().catch(onError);
    }, followMs);
    client.subscribe('images', follow);
    client.subscribe('reconnected', follow);
  }

  get image(): number | null {
    return this.queue[this.place] ?? null;
  }

  /** Goes on with the picture that was judged when the page was left. */
  resume(left: Place['judged']): void {
    if (left !== null) {
      this.#resumed = left.image;
      this.threshold = left.threshold;
      this.withAccepted = left.withAccepted;
    }
  }

  get perMinute(): number | null {
    const minutes = (Date.now() - this.#since) / 60_000;
    return this.decisions.length < 3 ? null : (this.decisions.length - 1) / minutes;
  }

  async refresh(): Promise<void> {
    const order = { by: 'score', descending: false } as const;
    const [open, all] = await Promise.all([
      this.#client.call('image.ids', {
        filter: { predicted: true, reviews: ['untouched', 'edited'] },
        order,
      }),
      this.#client.call('image.ids', { filter: { predicted: true }, order }),
    ]);
    const decided = new Set(this.decisions.map(({ image }) => image));
    const kept = this.image ?? this.#resumed;
    this.#resumed = null;
    this.predicted = all.ids.length;
    this.queue = (this.withAccepted ? all : open).ids.filter((id) => !decided.has(id));
    this.place = kept === null ? 0 : Math.max(0, this.queue.indexOf(kept));
    await this.#load();
  }

  /** Goes through all of them again, those accepted before too. */
  async startOver(): Promise<void> {
    this.decisions = [];
    this.place = 0;
    this.withAccepted = true;
    await this.refresh();
  }

  async move(by: number): Promise<void> {
    this.place = Math.min(Math.max(0, this.place + by), Math.max(0, this.queue.length - 1));
    await this.#load();
  }

  /** Makes the prediction the mask. Where the label says the same already, it is only marked as accepted. */
  async accept(): Promise<Refusal | null> {
    return this.#decide(async (judged) => {
      const { isSame, isEmpty } = this.#compared(judged);
      if (isEmpty && !isSame) return 'nothing-predicted';
      const { image } = judged.detail;
      const revision = isSame ? null : await this.#takeOver(judged);
      await this.#client.call('image.review', {
        changes: [{ image: image.id, review: 'accepted' }],
      });
      await this.#decided({ image: image.id, before: image.review, revision });
      return null;
    });
  }

  async reject(): Promise<Refusal | null> {
    return this.#decide(async ({ detail }) => {
      await this.#decided({ image: detail.image.id, before: null, revision: null });
      return null;
    });
  }

  /** Makes the prediction the mask, to be corrected by hand. Null when no picture is at hand, otherwise its id. */
  async fix(): Promise<number | null> {
    const judged = this.present;
    await this.#decide(async (seen) => {
      const { isSame, isEmpty } = this.#compared(seen);
      if (!isSame && !isEmpty) await this.#takeOver(seen);
      return null;
    });
    return judged?.detail.image.id ?? null;
  }

  /** Takes the last decision back and shows its picture again. */
  async undo(): Promise<Refusal | null> {
    const last = this.decisions.at(-1);
    if (last === undefined || this.#deciding) return null;
    const { image: id, before, revision } = last;
    this.#deciding = true;
    try {
      if (revision !== null) {
        const { image } = await this.#client.call('image.get', { image: id });
        if (image.revision !== revision) return 'edited-since';
        await this.#client.call('history.undo', { image: id, revision });
      }
      if (before !== null) {
        await this.#client.call('image.review', { changes: [{ image: id, review: before }] });
      }
      this.decisions = this.decisions.slice(0, -1);
      const others = this.queue.filter((other) => other !== id);
      this.queue = [...others.slice(0, this.place), id, ...others.slice(this.place)];
      await this.#load();
      return null;
    } finally {
      this.#deciding = false;
    }
  }

  /** One decision at a time, and only about the picture that is seen. */
  async #decide(act: (judged: Judged) => Promise<Refusal | null>): Promise<Refusal | null> {
    const judged = this.present;
    if (judged === null || this.#deciding || judged.detail.image.id !== this.image) return null;
    this.#deciding = true;
    try {
      return await act(judged);
    } finally {
      this.#deciding = false;
    }
  }

  #compared({ pixels }: Judged): { readonly isSame: boolean; readonly isEmpty: boolean } {
    const predicted = predictedAt(pixels, this.hundredths);
    return {
      isSame: predicted.every((value, at) => value === pixels.labels[at]),
      isEmpty: predicted.every((value) => value === 0),
    };
  }

  /** Answers the picture's revision afterwards. */
  async #takeOver({ detail, prediction }: Judged): Promise<number> {
    const { revision } = await this.#client.call('prediction.accept', {
      image: detail.image.id,
      revision: detail.image.revision,
      run: prediction.run,
      threshold: this.hundredths / 100,
    });
    return revision;
  }

  async #decided(decision: Decision): Promise<void> {
    if (this.decisions.length === 0) this.#since = Date.now();
    this.decisions = [...this.decisions, decision];
    this.queue = this.queue.filter((id) => id !== decision.image);
    this.place = Math.min(this.place, Math.max(0, this.queue.length - 1));
    await this.#load();
  }

  /** What was asked for last wins: a slow answer for another picture is dropped. */
  async #load(): Promise<void> {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    const image = this.image;
    if (image === null) {
      this.present = null;
      return;
    }
    try {
      const found = await this.#find(image, signal);
      if (!signal.aborted) this.present = found;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const next = this.queue[this.place + 1];
    if (!signal.aborted && next !== undefined) void preload(thumbnailUrl(next, judgedPicturePx));
  }

  async #find(image: number, signal: AbortSignal): Promise<Judged | null> {
    const [detail, prediction] = await Promise.all([
      this.#client.call('image.get', { image }, signal),
      this.#client.call('prediction.get', { image }, signal),
      preload(thumbnailUrl(image, judgedPicturePx)),
    ]);
    if (prediction === null) return null;
    const urls = prediction.maps.map(({ url }) => url);
    const known = this.present;
    const isKnown =
      known?.detail.image.id === image &&
      known.detail.image.revision === detail.image.revision &&
      known.prediction.maps.every(({ url }, index) => url === urls[index]);
    if (isKnown) return { ...known, detail, prediction };
    const maps = await loadPredictionMaps(urls, { size: prediction.size, signal });
    const pixels = judgedPixels({
      image: detail.image,
      annotations: detail.annotations,
      categories: prediction.maps.map(({ category }) => category),
      maps,
    });
    const counts = createSurenessCounts(urls.length + 1);
    addToSureness(counts, pixels.labels, pixels);
    return { detail, prediction, pixels, counts };
  }
}
