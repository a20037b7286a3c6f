import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Enough for a page with all its pictures and several tabs, and few enough to hold. */
const mostConnections = 256;

export interface Connections {
  /** Somebody admitted speaks on this one: it is not the one to go. */
  trust(socket: Socket): void;
}

/** When there are too many, the oldest on which nobody admitted ever spoke is closed: idle strangers cannot shut the studio. */
export function limitConnections(server: Server): Connections {
  // Sets keep the order of arrival.
  const strangers = new Set<Socket>();
  let count = 0;

  server.on('connection', (socket: Socket) => {
    count += 1;
    strangers.add(socket);
    socket.on('close', () => {
      count -= 1;
      strangers.delete(socket);
    });
    if (count > mostConnections) {
      strangers.values().next().value?.destroy();
    }
  });

  return {
    trust(socket) {
      strangers.delete(socket);
    },
  };
}
