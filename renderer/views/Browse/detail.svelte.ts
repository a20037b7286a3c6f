import type { Client } from '../../../app/contract/client.ts';
import type { Result } from '../../../app/contract/methods.ts';

/** Arrow keys held down pass many pictures: only where the person rests is looked up. */
const restMs = 60;

/** What a list does not tell of a picture: its objects, and which run predicted it last. */
export class PictureDetail {
  found = $state.raw<Result<'image.get'> | null>(null);
  predictedBy = $state.raw<string | null>(null);

  readonly #client: Client;
  readonly #onError: (error: unknown) => void;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  /** Looks the picture up, or forgets the last one for null. Answers how to give up. */
  open(image: number | null): () => void {
    if (this.found?.image.id !== image) {
      this.found = null;
      this.predictedBy = null;
    }
    if (image === null) {
      return () => undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      this.#look(image, abort.signal).catch(this.#onError);
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }

  async #look(image: number, signal: AbortSignal): Promise<void> {
    const found = await this.#client.call('image.get', { image }, signal);
    this.found = found;
    const prediction = found.image.predicted
      ? await this.#client.call('prediction.get', { image }, signal)
      : null;
    this.predictedBy = prediction?.run ?? null;
  }
}
