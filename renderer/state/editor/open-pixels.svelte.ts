import { thumbnailUrl } from '../../../app/contract/assets.ts';
import { uprightSize, type Turn } from '../../../app/domain/geometry.ts';
import type { Image } from '../../../app/domain/image.ts';
import { loadPreview, type PictureSource } from '../../canvas/picture-source.ts';
import type { Workbench } from '../../canvas/workbench.ts';
import type { Pictures } from './pictures.ts';
import type { Prompting } from './prompting.svelte.ts';

/** As the film strip asks for it: it is there already, most of the time. */
const previewPx = 160;

export interface ShownPixels {
  readonly source: PictureSource;
  /** How its pixels are stored; a preview comes upright. */
  readonly turn: Turn;
}

/** The pixels of the open picture. Its masks do not wait for them: a preview stands in until they are there. */
export class OpenPixels {
  /** Null while they are on their way. */
  source = $state.raw<PictureSource | null>(null);
  /** The same with its smaller copies, for who shows it small. */
  complete = $state.raw<PictureSource | null>(null);
  shown = $state.raw<ShownPixels | null>(null);
  /** The file is missing or is no picture. */
  isMissing = $state(false);

  readonly #pictures: Pictures;
  readonly #bench: Workbench;
  readonly #prompting: Prompting;
  /** Of the picture that is open. */
  #opened = new AbortController();

  constructor(pictures: Pictures, bench: Workbench, prompting: Prompting) {
    this.#pictures = pictures;
    this.#bench = bench;
    this.#prompting = prompting;
  }

  /** Gives the bench what its tools may ask about the picture; they wait for it where they have to. */
  open(image: Image): void {
    const { id, turn } = image;
    this.#opened.abort();
    this.#opened = new AbortController();
    const { signal } = this.#opened;
    const { reading, edges, cuts } = this.#pictures.tools(id);
    this.#bench.reading = reading;
    this.#bench.edges = edges;
    this.#bench.cuts = cuts;
    this.#bench.prompter = this.#prompting.prompterOf(id, image);
    const { whole, complete } = this.#pictures.load(id);
    const take = (source: PictureSource | null, isComplete: boolean): void => {
      if (signal.aborted) {
        return;
      }
      this.isMissing = source === null;
      this.source ??= source;
      this.complete = isComplete ? source : null;
      this.shown = source === null ? null : { source, turn };
      if (source === null) this.#miss();
    };
    const arrived = this.#pictures.arrived(id);
    this.#forget();
    if (arrived !== undefined) take(arrived.source, arrived.isComplete);
    if (arrived === undefined) {
      void this.#preview(image, signal);
      void whole.then((source) => take(source, false));
    }
    if (arrived?.isComplete !== true) void complete.then((source) => take(source, true));
  }

  close(): void {
    this.#opened.abort();
    this.#forget();
  }

  #forget(): void {
    this.source = null;
    this.complete = null;
    this.shown = null;
    this.isMissing = false;
  }

  #miss(): void {
    this.#bench.reading = null;
    this.#bench.edges = null;
    this.#bench.cuts = null;
    this.#bench.prompter = null;
    this.#bench.refresh();
  }

  async #preview(image: Image, signal: AbortSignal): Promise<void> {
    const upright = uprightSize(image, image.turn);
    const source = await loadPreview(thumbnailUrl(image.id, previewPx), upright, signal).catch(
      () => null,
    );
    const isWanted = !signal.aborted && !this.isMissing && this.source === null;
    if (source !== null && isWanted) this.shown = { source, turn: 1 };
  }
}
