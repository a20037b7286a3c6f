import { errorFromWire, StudioError, type WireError } from '../../app/contract/errors.ts';
import type { Topic } from '../../app/contract/events.ts';
import { eventsPath, methodPath, sessionPath, type EventFrame } from '../../app/contract/http.ts';
import type { Transport } from '../../app/contract/transport.ts';
import { words } from '../words/en.ts';
import { Listeners } from './listeners.ts';

export interface WebConnection extends Transport {
  /** Tells now and at every change whether the studio can be reached. */
  watch(listener: (connected: boolean) => void): void;
}

const firstRetryMs = 250;
const longestRetryMs = 5_000;
/** A studio that restarts is back sooner than this: nobody needs to hear of it. */
const unnoticedMs = 1_500;

/** Takes the one-time token out of the address, so that it stays in no history and no screenshot. */
export function takeToken(location: Location, history: History): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return token;
}

/** Trades the token for the session's cookie. Without a token the cookie of an earlier visit may still hold. */
export async function openSession(token: string | null): Promise<void> {
  if (token !== null) {
    const response = await post(sessionPath, { token });
    if (!response.ok) {
      throw new StudioError('not-allowed', words.connection.tokenRefused);
    }
    return;
  }
  const response = await post(methodPath('studio.status'), {});
  if (response.status === 401 || response.status === 403) {
    throw new StudioError('not-allowed', words.connection.tokenMissing);
  }
}

async function post(path: string, params: unknown, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    throw withoutAnswer(cause, signal);
  }
}

/** Given up by whoever asked, or the line is down. */
function withoutAnswer(cause: unknown, signal: AbortSignal | undefined): StudioError {
  return signal?.aborted === true
    ? new StudioError('cancelled', words.connection.cancelled, { cause })
    : new StudioError('unavailable', words.connection.unreachable, { cause });
}

async function request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
  const response = await post(methodPath(method), params, signal);
  // The answer has begun and can still be given up, or break off.
  const text = await response.text().catch((cause: unknown) => {
    throw withoutAnswer(cause, signal);
  });
  let body: unknown;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch (cause) {
    throw new StudioError('unavailable', words.connection.unreachable, { cause });
  }
  if (!response.ok) {
    throw errorFromWire(wireErrorFrom(body));
  }
  return body;
}

function wireErrorFrom(body: unknown): WireError {
  if (typeof body === 'object' && body !== null && 'code' in body && 'message' in body) {
    return body as WireError;
  }
  return { code: 'unavailable', message: words.connection.unreachable, details: {} };
}

/** Requests by POST, events by one WebSocket that is opened again, with growing waits, whenever it is lost. */
export function connectWeb(): WebConnection {
  const listeners = new Listeners<Topic>();
  const watchers = new Set<(connected: boolean) => void>();
  let connected = true;
  let opened = false;
  let retryMs = firstRetryMs;
  let lossTimer: ReturnType<typeof setTimeout> | undefined;

  function setConnected(value: boolean): void {
    if (value === connected) {
      return;
    }
    connected = value;
    for (const watcher of watchers) {
      watcher(connected);
    }
  }

  function open(): void {
    const url = new URL(eventsPath, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    socket.onopen = () => {
      retryMs = firstRetryMs;
      clearTimeout(lossTimer);
      lossTimer = undefined;
      setConnected(true);
      if (opened) {
        listeners.tell('reconnected', {});
      }
      opened = true;
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      const { topic, event } = JSON.parse(message.data) as EventFrame;
      listeners.tell(topic, event);
    };
    socket.onclose = () => {
      lossTimer ??= setTimeout(() => setConnected(false), unnoticedMs);
      setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    };
  }
  open();

  return {
    request,
    subscribe: (topic, listener) => listeners.add(topic, listener),
    watch(listener) {
      watchers.add(listener);
      listener(connected);
    },
  };
}
