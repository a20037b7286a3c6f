import type { Event, Topic } from './events.ts';

/**
 * The contract over HTTP. `POST /api/<method>` with params as JSON (`content-type: application/json`) answers 200 and the
 * result as JSON, or another status and a `WireError`. Whoever is not admitted is answered 401 (no session) or 403
 * (foreign Host or Origin), with a `WireError` too.
 *
 * The link that `serve` prints holds a token in its fragment, which browsers send to no one. `/` answers a page without
 * data that posts `{"token": ...}` to `sessionPath`; the answer sets the cookie that admits everything else.
 */
export const sessionPath = '/api/session';

/** A WebSocket that only speaks: one `EventFrame` as JSON text for each event. After a lost one, fetch everything again. */
export const eventsPath = '/api/events';

export function methodPath(method: string): string {
  return `/api/${method}`;
}

/** What the link's fragment holds: `http://127.0.0.1:PORT/#token=...`. */
export const tokenFragment = '#token=';

export type EventFrame = {
  readonly [T in Topic]: { readonly topic: T; readonly event: Event<T> };
}[Topic];
