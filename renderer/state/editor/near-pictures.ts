import type { Pictures } from './pictures.ts';
import type { PictureDetail } from './picture-detail.ts';
import type { Saving } from './saving.svelte.ts';
import type { Walk } from './walk.svelte.ts';

/** So many neighbours have their masks ready: they take two bytes for each pixel. */
const drawnAhead = 2;

/** The neighbours of the open picture, which are likely to be opened next. */
export class NearPictures {
  readonly #pictures: Pictures;
  readonly #walk: Walk;
  readonly #saving: Saving;

  constructor(pictures: Pictures, walk: Walk, saving: Saving) {
    this.#pictures = pictures;
    this.#walk = walk;
    this.#saving = saving;
  }

  /** Lets go of what is far from the one that is opened; what is seen stays until the other one is. */
  keep(id: number, seen: number | null): void {
    this.#pictures.keep([id, ...this.#ids(), ...(seen === null ? [] : [seen])]);
  }

  /** One after the other, when nothing of the open picture is waited for. */
  async fetchAhead(id: number, isWanted: () => boolean): Promise<void> {
    const near = this.#ids();
    const drawn = near.slice(0, drawnAhead);
    await this.#pictures.load(id).complete;
    if (isWanted()) this.#pictures.keep([id, ...near], drawn);
    for (const image of near) {
      await this.#saving.drained(image);
      if (!isWanted()) return;
      const masks = drawn.includes(image);
      // What fails here is told when it is opened.
      await this.#pictures.fetchAhead(image, { masks }).catch(() => undefined);
    }
  }

  async previous(): Promise<PictureDetail | null> {
    const id = this.#walk.at(-1);
    if (id === null) {
      return null;
    }
    await this.#saving.drained(id);
    return this.#pictures.detail(id);
  }

  /** The likeliest first. */
  #ids(): readonly number[] {
    const near = [1, -1, 2].map((steps) => this.#walk.at(steps));
    return near.filter((id): id is number => id !== null && id !== this.#walk.current);
  }
}
