import type { ImageFilter, ImageOrder } from '../../app/contract/filters.ts';

/** Which pictures are meant and in which order: Browse shows them, Annotate walks through them. */
export class Library {
  filter = $state.raw<ImageFilter>({});
  order = $state.raw<ImageOrder>({ by: 'id', descending: false });
  isFiltered = $derived(Object.keys(this.filter).length > 0);

  /** Lays a change over the filter; a field set to undefined no longer narrows. */
  narrow(change: { [K in keyof ImageFilter]?: ImageFilter[K] | undefined }): void {
    const entries = Object.entries({ ...this.filter, ...change });
    this.filter = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  clear(): void {
    this.filter = {};
  }

  /** For another project. */
  reset(): void {
    this.clear();
    this.order = { by: 'id', descending: false };
  }
}
