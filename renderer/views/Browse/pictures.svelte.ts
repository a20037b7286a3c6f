import type { Client } from '../../../app/contract/client.ts';
import type { ImageFilter, ImageOrder } from '../../../app/contract/filters.ts';
import type { Image } from '../../../app/domain/image.ts';

const pageSize = 200;
/** Pages kept; those furthest from what is shown go first. */
const pagesKept = 30;
/** Scrolling past asks for nothing: only where the person rests is fetched. */
const restMs = 50;

interface Query {
  readonly filter: ImageFilter;
  readonly order: ImageOrder;
}

/** The pictures of a filter in order, fetched a page at a time around what is in view. */
export class Pictures {
  /** Null until the first answer. */
  total = $state.raw<number | null>(null);
  /** Grows when another query's pictures take the place of the old ones. */
  generation = $state.raw(0);

  readonly #client: Client;
  readonly #onError: (error: unknown) => void;
  #query: Query = { filter: {}, order: { by: 'id', descending: false } };
  #pages = $state.raw<ReadonlyMap<number, readonly Image[]>>(new Map());
  /** Pages that were fetched since the last change; the others are shown until they are fetched again. */
  #fresh = new Set<number>();
  #range = { from: 0, to: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();
  #ids: Promise<readonly number[]> | null = null;

  constructor(client: Client, onError: (error: unknown) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  at(index: number): Image | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** The picture at a place, fetched when it is not here yet; undefined past the end. */
  async find(index: number): Promise<Image | undefined> {
    const known = this.at(index);
    if (known !== undefined) {
      return known;
    }
    const { images } = await this.#client.call('image.list', {
      ...this.#query,
      offset: index,
      limit: 1,
    });
    return images[0];
  }

  /** Another filter or order. The old pictures stay until the first new page is here, so that nothing blinks. */
  async show(filter: ImageFilter, order: ImageOrder): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#query = { filter, order };
    this.#ids = null;
    try {
      const first = await this.#client.call(
        'image.list',
        { filter, order, offset: 0, limit: pageSize },
        this.#abort.signal,
      );
      this.#pages = new Map([[0, first.images]]);
      this.#fresh = new Set([0]);
      this.total = first.total;
      this.generation += 1;
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Says which cells are in view. */
  need(from: number, to: number): void {
    this.#range = { from, to };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(), restMs);
  }

  /** Something changed: what is in view is fetched anew, the rest when it comes into view. */
  async refresh(): Promise<void> {
    this.#ids = null;
    this.#fresh.clear();
    await this.#fetch();
  }

  /** Every id in order, for ranges and "select all". */
  ids(): Promise<readonly number[]> {
    this.#ids ??= this.#client.call('image.ids', this.#query).then(({ ids }) => ids);
    return this.#ids;
  }

  async #fetch(): Promise<void> {
    const { signal } = this.#abort;
    const first = Math.floor(this.#range.from / pageSize);
    const last = Math.floor(Math.max(this.#range.from, this.#range.to - 1) / pageSize);
    const wanted = [];
    for (let page = first; page <= last; page += 1) {
      if (!this.#fresh.has(page)) {
        this.#fresh.add(page);
        wanted.push(page);
      }
    }
    await Promise.all(
      wanted.map(async (page) => {
        try {
          const answer = await this.#client.call(
            'image.list',
            { ...this.#query, offset: page * pageSize, limit: pageSize },
            signal,
          );
          if (!signal.aborted) {
            this.#keep(page, answer.images);
            this.total = answer.total;
          }
        } catch (error) {
          this.#fresh.delete(page);
          this.#onError(error);
        }
      }),
    );
  }

  #keep(page: number, images: readonly Image[]): void {
    const pages = new Map(this.#pages).set(page, images);
    while (pages.size > pagesKept) {
      const furthest = [...pages.keys()].reduce((a, b) =>
        Math.abs(a - page) > Math.abs(b - page) ? a : b,
      );
      pages.delete(furthest);
      this.#fresh.delete(furthest);
    }
    this.#pages = pages;
  }
}
