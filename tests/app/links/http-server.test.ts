import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { EventFrame } from '../../../app/contract/http.ts';
import { openSmallStudio, secretText, type SmallStudio } from './small-studio.ts';

let studio: SmallStudio;
let cookie: string;

beforeEach(async () => {
  studio = await openSmallStudio();
  cookie = await studio.enter();
});
afterEach(() => studio.server.close(100));

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(studio.url + path, { headers: { cookie, ...headers } });
}

function post(method: string, params: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${studio.url}/api/${method}`, {
    method: 'POST',
    headers: { cookie, origin: studio.url, 'content-type': 'application/json' },
    body: JSON.stringify(params),
    ...(signal === undefined ? {} : { signal }),
  });
}

function listen({ origin = studio.url } = {}): WebSocket {
  return new WebSocket(`${studio.url.replace('http', 'ws')}/api/events`, {
    origin,
    headers: { cookie },
  });
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
}

describe('pictures', () => {
  it('are asked for again and answered 304 until the file changes', async () => {
    const first = await get('/image/1');
    expect(await first.text()).toBe(secretText);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('content-security-policy')).toContain('sandbox');
    const etag = first.headers.get('etag') ?? '';
    expect((await get('/image/1', { 'if-none-match': etag })).status).toBe(304);

    writeFileSync(studio.pictureFile, 'another picture');
    const { mtime } = statSync(studio.pictureFile);
    utimesSync(studio.pictureFile, mtime, new Date(mtime.getTime() + 5_000));
    const changed = await get('/image/1', { 'if-none-match': etag });
    expect([changed.status, await changed.text()]).toEqual([200, 'another picture']);
  });

  it('are kept for good when their address holds all that they depend on', async () => {
    const immutable = await get('/overlay/1?size=8&revision=1&categories=1');
    expect(immutable.headers.get('cache-control')).toContain('immutable');
    expect(await immutable.text()).toBe(secretText);
    const other = await get('/thumbnail/1?size=8');
    const etag = other.headers.get('etag') ?? '';
    expect((await get('/thumbnail/1?size=8', { 'if-none-match': etag })).status).toBe(304);
  });

  it('that are gone are 404, with a sentence', async () => {
    const gone = await get('/image/2');
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ message: expect.stringContaining('not where') });
    expect((await get('/image/3')).status).toBe(404);
  });

  it('have their EXIF turn reset on the way and keep their length', async () => {
    // SOI, APP1 with one entry (orientation 6), EOI: the least that is a JPEG with a turn.
    const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
    const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
    const length = Buffer.from([0, exif.length + 2]);
    const jpeg = Buffer.concat([
      Buffer.from('ffd8ffe1', 'hex'),
      length,
      exif,
      Buffer.from('ffd9', 'hex'),
    ]);
    writeFileSync(studio.pictureFile, jpeg);
    const sent = Buffer.from(await (await get('/image/1')).arrayBuffer());
    const upright = Buffer.from(jpeg);
    upright[jpeg.indexOf('0600', 12, 'hex')] = 1;
    expect(sent.toString('hex')).toBe(upright.toString('hex'));
  });
});

describe('calls', () => {
  it('carry big params and results whole', async () => {
    const big = { text: 'é'.repeat(8_000_000) };
    expect(await (await post('echo', big)).json()).toEqual(big);
  });

  it('are aborted when the asker goes away', async () => {
    const controller = new AbortController();
    const call = post('wait', {}, controller.signal);
    await expect.poll(() => studio.calls.length).toBe(1);
    controller.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => studio.calls[0]?.signal.aborted).toBe(true);
  });

  it('that fail unforeseen are told in a sentence, and logged with their story', async () => {
    const answer = await post('fail', {});
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: 'internal' });
    expect(studio.log.join()).toMatch(/fail: Error: a fault of ours\n +at /);
  });
});

describe('events', () => {
  it('reach every open page', async () => {
    const sockets = [listen(), listen()];
    const heard = sockets.map(
      (socket) =>
        new Promise((resolve) => socket.on('message', (data: Buffer) => resolve(data.toString()))),
    );
    await Promise.all(sockets.map(opened));
    const frame: EventFrame = { topic: 'images', event: { images: [7] } };
    studio.announce(frame);
    expect(await Promise.all(heard)).toEqual(Array(2).fill(JSON.stringify(frame)));
    sockets.forEach((socket) => socket.close());
  });

  it('are for listening only', async () => {
    for (const message of ['hello', 'x'.repeat(5_000)]) {
      const socket = listen();
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      await opened(socket);
      socket.send(message);
      expect([1008, 1009]).toContain(await closed);
    }
  });

  it('are refused to another page', async () => {
    await expect(opened(listen({ origin: 'http://127.0.0.1:1' }))).rejects.toThrow('403');
  });

  it('have room for so many pages', async () => {
    const sockets = Array.from({ length: 66 }, () => listen());
    const codes: number[] = [];
    sockets.forEach((socket) => socket.on('close', (code) => codes.push(code)));
    await Promise.all(sockets.map(opened));
    await expect.poll(() => codes).toEqual([1013, 1013]);
    sockets.forEach((socket) => socket.terminate());
  });
});

describe('strangers', () => {
  it('by the thousand shut out nobody who was admitted', async () => {
    const listener = listen();
    await opened(listener);
    await get('/');
    const strangers: Socket[] = [];
    let shutOut = 0;
    for (let batch = 0; batch < 10; batch++) {
      for (let index = 0; index < 100; index++) {
        const socket = connect(studio.server.port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.on('close', () => (shutOut += 1));
        socket.resume();
        // Half a request, and never the rest.
        socket.write('POST /api/session HTTP/1.1\r\nHost: ');
        strangers.push(socket);
      }
      expect((await post('echo', { batch })).status).toBe(200);
    }
    expect(listener.readyState).toBe(WebSocket.OPEN);
    await expect.poll(() => shutOut, { timeout: 10_000 }).toBeGreaterThan(700);
    strangers.forEach((socket) => socket.destroy());
    listener.terminate();
  });
});

describe('a restarted studio', () => {
  it('admits an open page on the same port, and no old link', async () => {
    const { port } = studio.server;
    await studio.server.close(0);
    studio = await openSmallStudio({ port });
    expect((await get('/image/1')).status).toBe(200);
    await studio.server.close(0);
    studio = await openSmallStudio({ port, secret: 'of another start' });
    expect((await get('/image/1')).status).toBe(401);
  });

  it('ends while somebody still waits for an answer', async () => {
    const call = post('wait', {}).catch(() => 'cut off');
    await expect.poll(() => studio.calls.length).toBe(1);
    await studio.server.close(100);
    expect(await call).toBe('cut off');
  });
});
