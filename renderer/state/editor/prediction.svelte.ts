import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';
import type { Point } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import type { Scores } from '../../../app/domain/metrics.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../../app/mask/confusion.ts';
import { layTiles } from '../../../app/mask/tile-pixels.ts';
import { ignored } from '../../../app/mask/labels.ts';
import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import type { Labels } from '../../canvas/layers/label-paint.ts';
import type { Predicted } from '../../canvas/predicted.ts';
import {
  loadPredictionMaps,
  predictedStored,
  type PredictionMaps,
} from '../../canvas/prediction-maps.ts';

export type Prediction = NonNullable<Result<'prediction.get'>>;

/** Larger pictures keep the studio's figures: comparing them here would hold up the hand. */
const largestComparedPx2 = 4_000_000;

/** The newest prediction of the picture at hand: its figures, and its labels once they are to be seen. */
export class PredictionOverlay {
  found = $state.raw<Prediction | null>(null);
  threshold = $state(0.5);
  /** In stored pixels; null until they were asked for. Label n is the nth of `found.maps`. */
  labels = $state.raw<Labels | null>(null);

  /** Of this threshold against the objects as they are now; until then the studio's. */
  scores = $state.raw<Scores | null>(null);

  readonly #client: Client;
  readonly #seen: (labels: Labels | null) => void;
  #image: Image | null = null;
  #maps: PredictionMaps | null = null;
  #abort = new AbortController();

  /** `seen` hears of the labels whenever there are others, or none. */
  constructor(client: Client, seen: (labels: Labels | null) => void) {
    this.#client = client;
    this.#seen = seen;
  }

  /**
   * The prediction of a picture that has none so far, asked for before it is known whether there is one now: whoever waits for it
   * then need not ask when it is known. Null where it would be asked for without need.
   */
  ahead(image: number): Promise<Prediction | null> | null {
    if (this.found !== null || this.#image?.id !== image) return null;
    const coming = this.#client.call('prediction.get', { image });
    // Told to whoever opens it; nobody may.
    coming.catch(() => undefined);
    return coming;
  }

  /** Looks for a prediction of another picture, or anew for the same one; `coming` is one that was asked for `ahead`. */
  async open(image: Image | null, coming?: Promise<Prediction | null> | null): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (image?.id !== this.#image?.id) {
      this.found = null;
      this.#see(null);
    }
    this.#image = image;
    this.#maps = null;
    const found =
      image === null
        ? null
        : // One that was not there yet may be there by now.
          ((await coming) ??
          (await this.#client.call('prediction.get', { image: image.id }, signal)));
    if (!signal.aborted) {
      this.found = found;
      this.scores = found;
      if (found === null) this.#see(null);
    }
  }

  /** Fetches the maps when needed and works out the labels at the threshold. */
  async show(): Promise<void> {
    const { found } = this;
    const image = this.#image;
    const { signal } = this.#abort;
    if (found === null || image === null) {
      return;
    }
    try {
      this.#maps ??= await loadPredictionMaps(
        found.maps.map(({ url }) => url),
        { size: found.size, signal },
      );
    } catch (error) {
      // Another picture was opened meanwhile.
      if (signal.aborted) return;
      throw error;
    }
    if (!signal.aborted) {
      this.#see(predictedStored(this.#maps, image, this.threshold));
    }
  }

  /** As tools see it: by the classes that the project has. */
  forTools({ size, values }: Labels, hasClass: (id: number) => boolean): Predicted {
    const maps = this.found?.maps ?? [];
    const categories = maps.map(({ category }) => (hasClass(category) ? category : null));
    return { ...size, values, categories };
  }

  /** The class predicted at a stored pixel, by name; null for none. */
  nameAt(pixel: Point): string | null {
    const { labels, found } = this;
    if (labels === null || found === null) {
      return null;
    }
    const value = labels.values[pixel.y * labels.size.width + pixel.x] ?? 0;
    return value === 0 ? null : (found.maps[value - 1]?.name ?? null);
  }

  /** Compares what is shown with the objects, bottom first, as they are now. */
  compare(objects: readonly DrawnObject[]): void {
    const { found, labels } = this;
    const image = this.#image;
    if (found === null || labels === null || image === null) {
      return;
    }
    const { width, height } = image;
    if (width * height > largestComparedPx2) {
      return;
    }
    const rect = { x: 0, y: 0, width, height };
    const top = { width, height, values: new Uint16Array(width * height) };
    const valueOf = new Map(found.maps.map(({ category }, index) => [category, index + 1]));
    // Objects win over what is to be ignored, so crowds lie below all others.
    const crowdsFirst = [...objects].sort((a, b) => Number(b.crowd) - Number(a.crowd));
    for (const { cutout, crowd, category } of crowdsFirst) {
      const label = crowd ? ignored : valueOf.get(category);
      if (label !== undefined) layTiles(top, { cutout, label, rect });
    }
    const confusion = createConfusion(found.maps.length + 1);
    addToConfusion(confusion, Uint8Array.from(top.values), Uint8Array.from(labels.values));
    this.scores = scoresOf(
      confusion,
      found.maps.map(({ name }) => name),
    );
  }

  #see(labels: Labels | null): void {
    this.labels = labels;
    this.#seen(labels);
  }
}
