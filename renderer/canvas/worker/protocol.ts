/** What a worker can be asked: each method with what goes in and what comes out. */
export type Methods = Record<string, { readonly params: unknown; readonly result: unknown }>;

/** From the page to a worker. Numbers are never used twice. */
export type Ask<M extends Methods> =
  { [K in keyof M]: AskFor<M, K> }[keyof M] | { readonly kind: 'cancel'; readonly number: number };

interface AskFor<M extends Methods, K extends keyof M> {
  readonly kind: 'ask';
  readonly number: number;
  readonly method: K;
  readonly params: M[K]['params'];
}

/** From a worker to the page: one for each question, also for one that was cancelled. */
export type Reply =
  | { readonly kind: 'answer'; readonly number: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly message: string }
  | { readonly kind: 'cancelled'; readonly number: number };

/** The page's end of a worker, or of a channel of messages. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
