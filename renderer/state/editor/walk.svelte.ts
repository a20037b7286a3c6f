import type { ImageFilter, ImageOrder } from '../../../app/contract/filters.ts';
import type { Client } from '../../../app/contract/client.ts';
import type { Image } from '../../../app/domain/image.ts';
import { narrowedTo, type NextKind } from './next-kinds.ts';

/** So many pictures on either side are in the film strip. */
const reach = 14;

/** The pictures of the present filter in order, and where among them the one at hand stands. */
export class Walk {
  /** Stays as it is while pictures are edited, even when an edit takes one out of the filter. */
  ids = $state.raw<readonly number[]>([]);
  current = $state<number | null>(null);
  place = $derived(this.current === null ? -1 : this.ids.indexOf(this.current));
  /** The film strip's part of the ids. */
  near = $derived(
    this.ids.slice(
      Math.max(0, Math.min(this.place - reach, this.ids.length - 2 * reach - 1)),
      Math.max(2 * reach + 1, this.place + reach + 1),
    ),
  );

  readonly #client: Client;
  #query: { readonly filter: ImageFilter; readonly order: ImageOrder } | null = null;
  #known = $state.raw<ReadonlyMap<number, Image>>(new Map());

  constructor(client: Client) {
    this.#client = client;
  }

  async query(filter: ImageFilter, order: ImageOrder): Promise<void> {
    const query = { filter, order };
    this.#query = query;
    const { ids } = await this.#client.call('image.ids', query);
    if (this.#query === query) {
      this.ids = ids;
      await this.fetchNear();
    }
  }

  clear(): void {
    this.#query = null;
    this.#known = new Map();
    this.ids = [];
    this.current = null;
  }

  /** What is known of a neighbour; its thumbnail can be shown without. */
  image(id: number): Image | undefined {
    return this.#known.get(id);
  }

  knows(image: Image): void {
    this.#known = new Map(this.#known).set(image.id, image);
  }

  at(steps: number): number | null {
    return this.ids[this.place + steps] ?? null;
  }

  /** The first of this kind after the present one, going round. */
  async next(kind: NextKind): Promise<number | null> {
    const query = this.#query;
    if (query === null) {
      return null;
    }
    const { ids } = await this.#client.call('image.ids', {
      filter: narrowedTo(kind, query.filter),
      order: query.order,
    });
    const wanted = new Set(ids);
    const after = [
      ...this.ids.slice(this.place + 1),
      ...this.ids.slice(0, Math.max(0, this.place)),
    ];
    return after.find((id) => wanted.has(id)) ?? null;
  }

  /** Fetches what is shown of the neighbours and is not known yet. */
  async fetchNear(): Promise<void> {
    const query = this.#query;
    if (query === null || this.near.every((id) => this.#known.has(id))) {
      return;
    }
    const offset = Math.max(0, this.ids.indexOf(this.near[0] ?? -1));
    const { images } = await this.#client.call('image.list', {
      ...query,
      offset,
      limit: 2 * reach + 1,
    });
    this.#known = new Map([...this.#known, ...images.map((image) => [image.id, image] as const)]);
  }

  /** These pictures changed elsewhere; an empty list means many. */
  async forget(images: readonly number[]): Promise<void> {
    const isStale = (id: number): boolean => images.length === 0 || images.includes(id);
    if ([...this.#known.keys()].some((id) => isStale(id) && id !== this.current)) {
      this.#known = new Map([...this.#known].filter(([id]) => !isStale(id) || id === this.current));
      await this.fetchNear();
    }
  }
}
