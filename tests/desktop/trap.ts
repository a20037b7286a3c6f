import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A place on this computer that a hostile script would like to reach: it takes every connection and every packet. */
export interface Trap {
  readonly tcp: number;
  readonly udp: number;
  /** What arrived, in words. */
  readonly caught: string[];
  close(): void;
}

export async function layTrap(): Promise<Trap> {
  const caught: string[] = [];
  const server = createServer((socket) => {
    caught.push('a connection');
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      caught.push(bytes.toString('latin1').slice(0, 80));
      socket.end(
        'HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 2\r\n\r\nhi',
      );
    });
  });
  server.listen(0, '127.0.0.1');
  const packets = createSocket('udp4', (bytes) => caught.push(`a packet of ${bytes.length}`));
  packets.bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(packets, 'listening')]);
  return {
    tcp: (server.address() as AddressInfo).port,
    udp: packets.address().port,
    caught,
    close() {
      server.close();
      packets.close();
    },
  };
}
