import type { Client } from '../../app/contract/client.ts';
import type { Result } from '../../app/contract/methods.ts';
import type { ReviewState } from '../../app/domain/image.ts';
import { loadPredictionMaps, type PredictionMaps } from '../canvas/prediction-maps.ts';

type Detail = Result<'image.get'>;
type Prediction = NonNullable<Result<'prediction.get'>>;

/** One predicted picture, ready to be judged. */
export interface Judged {
  readonly detail: Detail;
  readonly prediction: Prediction;
  readonly maps: PredictionMaps;
}

interface Decision {
  readonly image: number;
  /** The review state before; null when the label was left alone. */
  readonly before: ReviewState | null;
}

/** The queue of predicted pictures, most disagreeing first, and what was decided in this sitting. */
export class Review {
  queue = $state.raw<readonly number[]>([]);
  place = $state(0);
  threshold = $state(0.5);
  present = $state.raw<Judged | null>(null);
  decisions = $state.raw<readonly Decision[]>([]);
  /** When the first decision of this sitting was made, in milliseconds. */
  #since = 0;

  readonly #client: Client;
  #loading = new AbortController();

  constructor(client: Client) {
    this.#client = client;
  }

  get image(): number | null {
    return this.queue[this.place] ?? null;
  }

  get perMinute(): number | null {
    const minutes = (Date.now() - this.#since) / 60_000;
    return this.decisions.length < 2 ? null : this.decisions.length / minutes;
  }

  async refresh(): Promise<void> {
    const decided = new Set(this.decisions.map(({ image }) => image));
    const { ids } = await this.#client.call('image.ids', {
      filter: { predicted: true },
      order: { by: 'score', descending: false },
    });
    const kept = this.image;
    this.queue = ids.filter((id) => !decided.has(id));
    this.place = Math.max(0, kept === null ? 0 : this.queue.indexOf(kept));
    await this.#load();
  }

  async startOver(): Promise<void> {
    this.decisions = [];
    this.place = 0;
    await this.refresh();
  }

  async move(by: number): Promise<void> {
    this.place = Math.min(Math.max(0, this.place + by), Math.max(0, this.queue.length - 1));
    await this.#load();
  }

  async accept(): Promise<void> {
    const judged = this.present;
    if (judged === null) return;
    await this.#takeOver(judged);
    const image = judged.detail.image;
    await this.#client.call('image.review', {
      changes: [{ image: image.id, review: 'accepted' }],
    });
    await this.#decided({ image: image.id, before: image.review });
  }

  async reject(): Promise<void> {
    if (this.present !== null) {
      await this.#decided({ image: this.present.detail.image.id, before: null });
    }
  }

  /** Makes the prediction the mask, to be corrected by hand; answers the picture. */
  async fix(): Promise<number | null> {
    const judged = this.present;
    if (judged === null) return null;
    await this.#takeOver(judged);
    return judged.detail.image.id;
  }

  /** Takes the last decision back and shows its picture again. */
  async undo(): Promise<void> {
    const last = this.decisions.at(-1);
    if (last === undefined) return;
    if (last.before !== null) {
      const { image } = await this.#client.call('image.get', { image: last.image });
      await this.#client.call('history.undo', { image: image.id, revision: image.revision });
      await this.#client.call('image.review', {
        changes: [{ image: image.id, review: last.before }],
      });
    }
    this.decisions = this.decisions.slice(0, -1);
    const place = this.place;
    this.queue = [...this.queue.slice(0, place), last.image, ...this.queue.slice(place)];
    await this.#load();
  }

  async #takeOver({ detail, prediction }: Judged): Promise<void> {
    await this.#client.call('prediction.accept', {
      image: detail.image.id,
      revision: detail.image.revision,
      run: prediction.run,
      threshold: this.threshold,
    });
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
      const [detail, prediction] = await Promise.all([
        this.#client.call('image.get', { image }, signal),
        this.#client.call('prediction.get', { image }, signal),
      ]);
      if (prediction === null) return;
      const maps = await loadPredictionMaps(
        prediction.maps.map((map) => map.url),
        { size: prediction.size, signal },
      );
      if (!signal.aborted) this.present = { detail, prediction, maps };
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
