import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';
import { uprightSize, type Point } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import type { Scores } from '../../../app/domain/metrics.ts';
import { addToConfusion, createConfusion, scoresOf } from '../../../app/mask/confusion.ts';
import { layCutout } from '../../../app/mask/cutout.ts';
import { ignored } from '../../../app/mask/labels.ts';
import { turnUpright } from '../../../app/mask/turn.ts';
import type { DrawnObject } from '../../canvas/drawing/drawn-object.ts';
import { uprightFromStored } from '../../canvas/turned.ts';
import type { Labels } from '../../canvas/layers/label-paint.ts';
import {
  loadPredictionMaps,
  predictedLabels,
  type PredictionMaps,
} from '../../canvas/prediction-maps.ts';

export type Prediction = NonNullable<Result<'prediction.get'>>;

/** Larger pictures keep the studio's figures: comparing them here would hold up the hand. */
const largestComparedPx2 = 4_000_000;

/** The newest prediction of the picture at hand: its figures, and its labels once they are to be seen. */
export class PredictionOverlay {
  found = $state.raw<Prediction | null>(null);
  threshold = $state(0.5);
  /** Upright; null until they were asked for. Label n is the nth of `found.maps`. */
  labels = $state.raw<Labels | null>(null);

  /** Of this threshold against the objects as they are now; until then the studio's. */
  scores = $state.raw<Scores | null>(null);

  readonly #client: Client;
  #image: Image | null = null;
  #maps: PredictionMaps | null = null;
  #abort = new AbortController();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Looks for a prediction of another picture, or anew for the same one. */
  async open(image: Image | null): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (image?.id !== this.#image?.id) {
      this.found = null;
      this.labels = null;
    }
    this.#image = image;
    this.#maps = null;
    const found =
      image === null
        ? null
        : await this.#client.call('prediction.get', { image: image.id }, signal);
    if (!signal.aborted) {
      this.found = found;
      this.scores = found;
      if (found === null) this.labels = null;
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
    this.#maps ??= await loadPredictionMaps(
      found.maps.map(({ url }) => url),
      { size: found.size, signal },
    );
    if (!signal.aborted) {
      const size = uprightSize(image, image.turn);
      const values = Uint16Array.from(predictedLabels(this.#maps, size, this.threshold));
      this.labels = { size, turn: 1, values };
    }
  }

  /** The class predicted at a stored pixel, by name; null for none. */
  nameAt(pixel: Point): string | null {
    const { labels, found } = this;
    const image = this.#image;
    if (labels === null || found === null || image === null) {
      return null;
    }
    const middle = { x: pixel.x + 0.5, y: pixel.y + 0.5 };
    const { x, y } = uprightFromStored(middle, image, image.turn);
    const value = labels.values[Math.floor(y) * labels.size.width + Math.floor(x)] ?? 0;
    return value === 0 ? null : (found.maps[value - 1]?.name ?? null);
  }

  /** Compares what is shown with the objects, bottom first, as they are now. */
  compare(objects: readonly DrawnObject[]): void {
    const { found, labels } = this;
    const image = this.#image;
    if (found === null || labels === null || image === null) {
      return;
    }
    const { width, height, turn } = image;
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
      if (label !== undefined) layCutout(top, { cutout, label, rect });
    }
    const truth = turnUpright(Uint8Array.from(top.values), { width, height }, turn);
    const confusion = createConfusion(found.maps.length + 1);
    addToConfusion(confusion, truth, Uint8Array.from(labels.values));
    this.scores = scoresOf(
      confusion,
      found.maps.map(({ name }) => name),
    );
  }
}
