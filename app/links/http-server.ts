import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { eventsPath } from '../contract/http.ts';
import { limitConnections } from './connections.ts';
import { createEventSockets } from './event-socket.ts';
import { answerError, answerRefusal, type Exchange } from './exchange.ts';
import { refuse, type Refusal } from './guard.ts';
import { createRoutes, type Route, type RouteParts } from './routes.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';

export interface HttpServerOptions
  extends Omit<RouteParts, 'session'>, Pick<SessionOptions, 'secret' | 'tokens'> {
  /** 0: any that is free. */
  readonly port: number;
  readonly onTokenUsed: (token: string) => void;
}

export interface HttpServer {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly addToken: Session['add'];
  /** Takes no more requests, lets those under way finish for `graceMs`, and cuts off the rest. */
  close(graceMs: number): Promise<void>;
}

/** Longest address of ours: a run's name and three numbers. */
const plainPath = /^\/[A-Za-z0-9/_.~-]{0,500}$/;

/** Serves a studio to browsers of this computer, and to nobody else. Rejects when the port is taken. */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 60_000,
    maxHeaderSize: 16 * 1024,
  });
  const connections = limitConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const session = createSession({ ...options, port, onUsed: options.onTokenUsed });
  const routes = createRoutes({ ...options, session });
  const sockets = createEventSockets(options.served);

  /** The route to answer, or why there is none. */
  function admit(request: IncomingMessage, upgrade: boolean): Route | Refusal {
    const path = pathOf(request);
    const route = routes.find((candidate) => candidate.matches(path));
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const purpose = isRead ? (route?.purpose ?? 'read') : 'write';
    const refusal = refuse(request, { port, purpose: upgrade ? 'socket' : purpose });
    if (refusal !== null) {
      return refusal;
    }
    const known = session.isKnown(request.headers.cookie);
    if (known) {
      connections.trust(request.socket);
    }
    if (!known && route?.admits !== 'anyone') {
      return { status: 401, message: 'Open the link that Maskwright printed: it admits you.' };
    }
    if (route === undefined || !plainPath.test(path)) {
      return { status: 404, message: 'There is nothing at this address.' };
    }
    if (!route.methods.some((method) => method === request.method)) {
      return { status: 405, message: `This address takes ${route.methods.join(' and ')}.` };
    }
    return route;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const controller = new AbortController();
    response.on('close', () => {
      controller.abort();
    });
    const exchange: Exchange = {
      request,
      response,
      path: pathOf(request),
      signal: controller.signal,
    };
    try {
      const route = admit(request, false);
      if ('status' in route) {
        answerRefusal(exchange, route.status, route.message);
      } else {
        await route.answer(exchange, session.isKnown(request.headers.cookie));
      }
    } catch (error) {
      if (controller.signal.aborted) {
        return;
      }
      options.log(String(error instanceof Error ? (error.stack ?? error) : error));
      if (response.headersSent) {
        // Cut short: a whole answer that is wrong would be worse.
        response.destroy();
      } else {
        answerError(exchange, error);
      }
    }
  }

  server.on('request', (request, response) => {
    void handle(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    // Whoever hangs up in the middle of an upgrade is gone, and no reason to fall.
    socket.on('error', () => undefined);
    const route = admit(request, true);
    if ('status' in route) {
      refuseUpgrade(socket, route);
    } else if (pathOf(request) !== eventsPath) {
      refuseUpgrade(socket, { status: 400, message: 'There is no WebSocket at this address.' });
    } else {
      sockets.open(request, socket, head);
    }
  });

  return {
    port,
    routes,
    addToken: session.add,
    async close(graceMs) {
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        server.closeAllConnections();
      }, graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

function refuseUpgrade(socket: Duplex, { status, message }: Refusal): void {
  const body = `${message}\n`;
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'connection: close',
      'content-type: text/plain; charset=utf-8',
      `content-length: ${String(Buffer.byteLength(body))}`,
      '',
      body,
    ].join('\r\n'),
  );
}
