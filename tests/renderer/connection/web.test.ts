import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { connectWeb, type WebConnection } from '../../../renderer/connection/web.ts';

/** A server whose answers the test sends as it likes. */
let server: Server;
let responses: ServerResponse[];
let connection: WebConnection;

beforeAll(async () => {
  server = createServer((_, response) => responses.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const send = globalThis.fetch;
  vi.stubGlobal('location', { href: base });
  // A page's addresses begin where the page is from.
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => send(base + path, init));
  vi.stubGlobal(
    'WebSocket',
    class {
      onopen = null;
    },
  );
  connection = connectWeb();
});
beforeEach(() => (responses = []));
afterAll(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function asked(): Promise<ServerResponse> {
  await vi.waitFor(() => expect(responses).toHaveLength(1));
  return responses[0]!;
}

/** The answer has come to the page this far, and is not over. */
async function begun(): Promise<ServerResponse> {
  const response = await asked();
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '30' });
  response.write('{"shapes":[1,2,');
  // Head and first half are on their way before anything is done about them.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return response;
}

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error as { code: unknown }).code,
  );

it('a question that is given up before the answer begins is cancelled, and the studio hears of it', async () => {
  const abort = new AbortController();
  const call = codeOf(connection.request('image.get', { image: 1 }, abort.signal));
  const response = await asked();
  const left = once(response, 'close');
  abort.abort();
  expect(await call).toBe('cancelled');
  await left;
  expect(response.writableEnded).toBe(false);
});

it('a question that is given up while its answer is on the way is cancelled too', async () => {
  const abort = new AbortController();
  const call = codeOf(connection.request('image.get', { image: 1 }, abort.signal));
  const response = await begun();
  const left = once(response, 'close');
  abort.abort();
  expect(await call).toBe('cancelled');
  await left;
});

it('an answer that breaks off by itself says that the studio is away, asked for with a signal or not', async () => {
  for (const signal of [undefined, new AbortController().signal]) {
    responses = [];
    const call = codeOf(connection.request('image.get', { image: 1 }, signal));
    (await begun()).destroy();
    expect(await call).toBe('unavailable');
  }
});

it('a question that is given up after its answer changes nothing', async () => {
  const abort = new AbortController();
  const call = connection.request('echo', {}, abort.signal);
  (await asked()).end('{"shapes":[]}');
  expect(await call).toEqual({ shapes: [] });
  abort.abort();
});
