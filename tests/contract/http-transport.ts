import { WebSocket } from 'ws';
import { errorFromWire, type WireError } from '../../app/contract/errors.ts';
import { eventsPath, methodPath, sessionPath, type EventFrame } from '../../app/contract/http.ts';
import type { Transport } from '../../app/contract/transport.ts';
import { createTopicListeners } from '../../app/links/topic-listeners.ts';

export interface HttpTransport extends Transport {
  readonly origin: string;
  readonly cookie: string;
  close(): void;
}

/** Follows a link as a script does: trades its token for the cookie, then posts and listens. */
export async function connectHttp(link: string): Promise<HttpTransport> {
  const { origin, hash } = new URL(link);
  const json = { origin, 'content-type': 'application/json' };
  const answer = await fetch(origin + sessionPath, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ token: hash.slice('#token='.length) }),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const listeners = createTopicListeners();
  const socket = new WebSocket(origin.replace('http', 'ws') + eventsPath, {
    origin,
    headers: { cookie },
  });
  socket.on('message', (data: Buffer) => {
    listeners.announce(JSON.parse(data.toString()) as EventFrame);
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });

  return {
    origin,
    cookie,
    async request(method, params, signal) {
      const response = await fetch(origin + methodPath(method), {
        method: 'POST',
        headers: { ...json, cookie },
        body: JSON.stringify(params),
        ...(signal === undefined ? {} : { signal }),
      }).catch((error: unknown) => {
        const code = signal?.aborted === true ? 'cancelled' : 'unavailable';
        throw errorFromWire({ code, message: String(error), details: {} });
      });
      const body: unknown = await response.json();
      if (!response.ok) throw errorFromWire(body as WireError);
      return body;
    },
    subscribe: (topic, listener) => listeners.add(topic, listener),
    close() {
      socket.terminate();
    },
  };
}
