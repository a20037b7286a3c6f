import type { Client } from '../../app/contract/client.ts';
import type { LayerNumbers, LookedLayer, LookedLayers } from '../../app/contract/layers.ts';
import type { Params, Result } from '../../app/contract/methods.ts';
import type { Jobs } from './jobs.svelte.ts';

type Field = Result<'layers.field'>['field'];

/** A value of a map. */
export interface Pixel {
  readonly row: number;
  readonly column: number;
}

type Wanted = Pick<Params<'layers.look'>, 'run' | 'image'>;

/** Looking into a run with a picture: what was drawn, which layer, channel and value of it are at hand. */
export class LayerLook {
  /** What is looked at or being drawn; null before. */
  wanted = $state.raw<Wanted | null>(null);
  looked = $state.raw<LookedLayers | null>(null);
  /** Why there is nothing, where it failed; empty where a person stopped it. */
  ended = $state<string | null>(null);
  /** The layer at hand, by its place in the network. */
  place = $state(0);
  /** The channel at hand, by its number in the layer. */
  channel = $state(0);
  pixel = $state.raw<Pixel>({ row: 0, column: 0 });
  field = $state.raw<Field | null>(null);

  readonly #client: Client;
  readonly #jobs: Jobs;
  #job = $state<string | null>(null);
  #numbers = $state.raw<{ readonly of: string; readonly numbers: LayerNumbers } | null>(null);
  #asking: AbortController | null = null;
  #isMarked = false;

  constructor(client: Client, jobs: Jobs) {
    this.#client = client;
    this.#jobs = jobs;
  }

  /** The job that draws, while it does. */
  get drawing() {
    return this.#job === null ? null : (this.#jobs.get(this.#job) ?? null);
  }

  get isDrawing(): boolean {
    return this.wanted !== null && this.looked === null && this.ended === null;
  }

  get layer(): LookedLayer | null {
    return this.looked?.layers[this.place] ?? null;
  }

  /** Around the marked value; those of the one before until they are there, null for another channel or layer. */
  get numbers(): LayerNumbers | null {
    const found = this.#numbers;
    if (found === null) return null;
    const isOfThis = found.of === this.layer?.name && found.numbers.channel === this.channel;
    return isOfThis ? found.numbers : null;
  }

  /** The layer that the one at hand takes from first. */
  get source(): LookedLayer | null {
    const [source] = this.layer?.from ?? [];
    return this.looked?.layers.find(({ name }) => name === source) ?? null;
  }

  shows({ run, image }: Wanted): boolean {
    return this.wanted?.run === run && this.wanted.image === image;
  }

  /** Draws the layers anew; the one at hand stays at hand. The last picture asked for counts. */
  async look(wanted: Wanted): Promise<void> {
    const isSameNetwork = this.wanted?.run === wanted.run;
    this.wanted = wanted;
    this.ended = null;
    this.looked = null;
    this.field = null;
    this.#numbers = null;
    this.#job = null;
    const drawn = await this.#drawn(wanted);
    if (this.wanted !== wanted) return;
    this.#job = null;
    if (typeof drawn === 'string') {
      this.ended = drawn;
      return;
    }
    this.looked = drawn;
    if (!isSameNetwork) this.#isMarked = false;
    this.choose(isSameNetwork ? this.place : 0);
  }

  /** Why there is nothing, where there is nothing. */
  async #drawn(wanted: Wanted): Promise<LookedLayers | string> {
    try {
      const { job } = await this.#client.call('layers.look', { ...wanted, weights: 'best' });
      if (this.wanted === wanted) this.#job = job;
      const end = await this.#jobs.ended(job);
      if (end.state === 'done') return end.result as LookedLayers;
      return end.state === 'failed' ? (end.error?.message ?? '') : '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async stop(): Promise<void> {
    if (this.#job !== null) await this.#jobs.cancel(this.#job);
  }

  /** The layer at that place and its first map; marked is where that is farthest from 0, until a person marks a value. */
  choose(place: number): void {
    const layers = this.looked?.layers ?? [];
    const before = this.layer;
    this.place = Math.max(0, Math.min(place, layers.length - 1));
    const { layer } = this;
    if (layer === null) return;
    this.channel = layer.shown[0] ?? 0;
    if (!this.#isMarked || before === null) {
      this.pixel = layer.peak;
      return;
    }
    // The same part of the picture stays marked, whatever the map's size.
    const { row, column } = this.pixel;
    this.mark({
      row: Math.floor(((row + 0.5) / before.height) * layer.height),
      column: Math.floor(((column + 0.5) / before.width) * layer.width),
    });
  }

  /** Marks a value, within the map. */
  mark({ row, column }: Pixel): void {
    const { layer } = this;
    if (layer === null) return;
    const within = (value: number, length: number) => Math.max(0, Math.min(value, length - 1));
    this.pixel = { row: within(row, layer.height), column: within(column, layer.width) };
    this.#isMarked = true;
  }

  /** What the marked value depends on, and with `withNumbers` what is worked out around it. The last one asked for counts. */
  async ask({ withNumbers }: { readonly withNumbers: boolean }): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const { layer, wanted, channel, pixel } = this;
    if (layer === null || wanted === null) return;
    const place = { run: wanted.run, layer: layer.name, ...pixel };
    const { field } = await this.#client.call('layers.field', place);
    if (this.#asking !== asking) return;
    this.field = field;
    if (!withNumbers) return;
    const order = { ...place, image: wanted.image, weights: 'best', channel } as const;
    const numbers = await this.#client.call('layers.numbers', order, asking.signal);
    if (this.#asking === asking) this.#numbers = { of: layer.name, numbers };
  }
}
