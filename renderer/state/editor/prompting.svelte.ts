import type { Client } from '../../../app/contract/client.ts';
import { StudioError } from '../../../app/contract/errors.ts';
import type { Prompt, PromptFiles, PromptStatus } from '../../../app/contract/prompting.ts';
import type { Size } from '../../../app/domain/geometry.ts';
import { rleFromCocoCounts } from '../../../app/mask/coco-counts.ts';
import { cutoutFromRle, type Cutout } from '../../../app/mask/cutout.ts';
import type { Prompter } from '../../canvas/tools/prompter.ts';
import type { Notices } from '../notices.svelte.ts';

/** What is waited for. */
export type PromptWork = 'loading' | 'looking' | 'answering';

/** The encoder and the decoder that the person has as files, and what they are doing. */
export class Prompting {
  /** Null until it was asked for: nothing is loaded before it is used. */
  status = $state.raw<PromptStatus | null>(null);
  work = $state<PromptWork | null>(null);

  readonly #client: Client;
  readonly #notices: Notices;
  /** The pictures that were looked at, as far as this page knows. */
  readonly #seen = new Set<number>();
  #looking: AbortController | null = null;
  #ahead: AbortController | null = null;
  #asked = 0;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  /** Loads the files, when that was not done yet. */
  async begin(): Promise<void> {
    if (this.status === null && this.work === null) {
      await this.#learn(() => this.#client.call('prompt.status', {}));
    }
  }

  /** Null forgets them. */
  async choose(files: PromptFiles | null): Promise<void> {
    await this.#learn(() => this.#client.call('prompt.files', { files }));
  }

  /** The picture at hand is looked at, and after it the one that comes next. */
  attend(image: number | null, next: number | null): void {
    this.rest();
    if (image !== null && this.status?.kind === 'ready') {
      void this.#look(image, next);
    }
  }

  /** Nobody clicks any more. What was seen is kept by the studio for a while. */
  rest(): void {
    this.#letGo();
    this.#ahead?.abort();
    this.#ahead = null;
  }

  prompterOf(image: number, size: Size): Prompter {
    const canAnswer = (): boolean => this.status === null || this.status.kind === 'ready';
    return {
      get canAnswer() {
        return canAnswer();
      },
      segment: (prompt, signal) => this.#segment(image, size, { prompt, signal }),
      letGo: () => this.#letGo(),
    };
  }

  async #learn(ask: () => Promise<PromptStatus>): Promise<void> {
    this.rest();
    this.#seen.clear();
    const asked = ++this.#asked;
    this.work = 'loading';
    await this.#notices.attempt(async () => {
      const status = await ask();
      if (asked === this.#asked) this.status = status;
    });
    if (asked === this.#asked) this.work = null;
  }

  async #look(image: number, next: number | null): Promise<void> {
    const looking = new AbortController();
    this.#looking = looking;
    if (!this.#seen.has(image)) this.work = 'looking';
    const seen = await this.#attempt(looking.signal, () =>
      this.#client.call('prompt.encode', { image, ahead: false }, looking.signal),
    );
    if (seen !== null) this.#seen.add(image);
    if (this.#looking !== looking) {
      return;
    }
    this.#looking = null;
    this.work = null;
    if (seen !== null && next !== null) {
      this.#ahead = new AbortController();
      // When it cannot be looked at, that is told when it is opened.
      await this.#client
        .call('prompt.encode', { image: next, ahead: true }, this.#ahead.signal)
        .catch(() => undefined);
    }
  }

  async #segment(
    image: number,
    { width, height }: Size,
    { prompt, signal }: { readonly prompt: Prompt; readonly signal: AbortSignal },
  ): Promise<Cutout> {
    const work = this.#seen.has(image) ? 'answering' : 'looking';
    this.work = work;
    const mask = await this.#attempt(signal, () =>
      this.#client.call('prompt.segment', { image, prompt }, signal),
    );
    if (!signal.aborted && this.#looking === null) this.work = null;
    if (mask === null) throw new Error('there is no answer');
    this.#seen.add(image);
    return cutoutFromRle(rleFromCocoCounts(mask.rle, [height, width]));
  }

  /** Null when it could not be had, which is told; what was given up needs no words. After a death of the process nothing of what was seen is left. */
  async #attempt<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof StudioError && error.code === 'unavailable') this.#seen.clear();
      this.#notices.fail(error);
      return null;
    }
  }

  #letGo(): boolean {
    const waited = this.#looking !== null || this.work === 'answering' || this.work === 'looking';
    this.#looking?.abort();
    this.#looking = null;
    if (this.work !== 'loading') this.work = null;
    return waited;
  }
}
