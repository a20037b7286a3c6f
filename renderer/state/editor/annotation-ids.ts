import type { Client } from '../../../app/contract/client.ts';

const blockSize = 128;
/** The studio gives out no more at once. */
const largestBlock = 1000;
/** One act may make `mostPieces` objects. */
const lowMark = 64;

/** Ids for new objects, fetched ahead so that a stroke never waits for one. */
export class AnnotationIds {
  readonly #client: Client;
  #free: number[] = [];
  #fetching: Promise<void> | null = null;

  constructor(client: Client) {
    this.#client = client;
  }

  get hasSome(): boolean {
    return this.#free.length > 0;
  }

  take(): number {
    const id = this.#free.shift();
    if (id === undefined) {
      throw new Error('An object was begun before its id was there.');
    }
    if (this.#free.length < lowMark) {
      // A failure shows when the next picture is opened, which needs the studio anyway.
      this.fill().catch(() => undefined);
    }
    return id;
  }

  /** Resolves when there are enough. */
  async fill(wanted = lowMark): Promise<void> {
    while (this.#free.length < wanted) {
      this.#fetching ??= this.#fetch(wanted - this.#free.length);
      await this.#fetching;
    }
  }

  async #fetch(wanted: number): Promise<void> {
    const count = Math.min(largestBlock, Math.max(blockSize, wanted));
    try {
      const { first } = await this.#client.call('annotation.reserve', { count });
      this.#free.push(...Array.from({ length: count }, (_, index) => first + index));
    } finally {
      this.#fetching = null;
    }
  }
}
