import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Served } from '../contract/serving.ts';
import { announceAll } from './events.ts';

/** Tabs of one person. */
const mostSockets = 64;
const pingMs = 20_000;
/** A page that reads no more is cut off: it fetches everything when it comes back. */
const mostWaitingBytes = 4 * 1024 * 1024;

export interface EventSockets {
  /** Takes an upgrade that was found in order. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** Tells every open page every event. Pages have nothing to say here. */
export function createEventSockets(served: Pick<Served, 'subscribe'>): EventSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
  });
  const alive = new WeakSet<WebSocket>();

  const stopTelling = announceAll(served, (frame) => {
    const text = JSON.stringify(frame);
    for (const socket of server.clients) {
      if (socket.bufferedAmount > mostWaitingBytes) {
        socket.terminate();
      } else {
        socket.send(text);
      }
    }
  });

  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (alive.delete(socket)) {
        socket.ping();
      } else {
        socket.terminate();
      }
    }
  }, pingMs);

  return {
    open(request, socket, head) {
      server.handleUpgrade(request, socket, head, (opened) => {
        if (server.clients.size > mostSockets) {
          opened.close(1013, 'Too many pages are open.');
          return;
        }
        alive.add(opened);
        opened.on('pong', () => alive.add(opened));
        opened.on('message', () => {
          opened.close(1008, 'Nothing is to be said here.');
        });
        // A broken connection closes, and that is all there is to do.
        opened.on('error', () => undefined);
      });
    },
    close() {
      clearInterval(heartbeat);
      stopTelling();
      for (const socket of server.clients) {
        socket.terminate();
      }
      server.close();
    },
  };
}
