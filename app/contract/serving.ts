import type { Asset } from './assets.ts';
import type { Dispatch } from './dispatch.ts';
import type { Transport } from './transport.ts';

/** What a link serves: an open studio, seen from outside. */
export interface Served {
  readonly dispatch: Dispatch;
  readonly subscribe: Transport['subscribe'];
  /** Null when the URL names nothing. */
  asset(url: string, signal: AbortSignal): Promise<Asset | null>;
}
