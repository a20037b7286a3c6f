import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';
import { uprightSize } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import type { Labels } from '../../canvas/layers/label-paint.ts';
import {
  loadPredictionMaps,
  predictedLabels,
  type PredictionMaps,
} from '../../canvas/prediction-maps.ts';

export type Prediction = NonNullable<Result<'prediction.get'>>;

/** The newest prediction of the picture at hand: its figures, and its labels once they are to be seen. */
export class PredictionOverlay {
  found = $state.raw<Prediction | null>(null);
  threshold = $state(0.5);
  /** Upright; null until they were asked for. Label n is the nth of `found.maps`. */
  labels = $state.raw<Labels | null>(null);

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
}
