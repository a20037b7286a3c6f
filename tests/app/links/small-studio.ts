import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../../app/contract/errors.ts';
import type { EventFrame } from '../../../app/contract/http.ts';
import type { Served } from '../../../app/contract/serving.ts';
import { serveHttp, type HttpServer } from '../../../app/links/http-server.ts';
import { newToken } from '../../../app/links/session.ts';
import type { StaticFiles } from '../../../app/links/static-files.ts';
import { createTurnReset } from '../../../app/pictures/reset-turn.ts';

export const secretText = 'the picture nobody else may see';

/** The least that a link can serve: the link is what these tests are about. */
export interface SmallStudio {
  readonly server: HttpServer;
  readonly url: string;
  readonly token: string;
  readonly used: readonly string[];
  readonly log: readonly string[];
  readonly calls: readonly { readonly method: string; readonly signal: AbortSignal }[];
  readonly pictureFile: string;
  announce(frame: EventFrame): void;
  /** Trades a token for the cookie, as a page does. */
  enter(token?: string): Promise<string>;
}

export async function openSmallStudio({
  secret = 'kept by the owner',
  port = 0,
} = {}): Promise<SmallStudio> {
  const token = newToken();
  const used: string[] = [];
  const log: string[] = [];
  const calls: { method: string; signal: AbortSignal }[] = [];
  const listeners = new Set<(frame: EventFrame) => void>();
  const pictureFile = join(mkdtempSync(join(tmpdir(), 'maskwright-links-')), 'picture.jpg');
  writeFileSync(pictureFile, secretText);

  const served: Served = {
    async dispatch(method, params, signal) {
      calls.push({ method, signal });
      switch (method) {
        case 'echo':
          return params;
        case 'wait':
          return new Promise(() => undefined);
        case 'fail':
          throw new Error('a fault of ours');
        default:
          throw new StudioError('bad-request', `There is no method “${method}”.`);
      }
    },
    subscribe(topic, listener) {
      function hear(frame: EventFrame): void {
        if (frame.topic === topic) listener(frame.event);
      }
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    async asset(url) {
      switch (url) {
        case '/image/1':
          return { kind: 'file', path: pictureFile, type: 'image/jpeg', resetTurn: true };
        case '/image/2':
          return { kind: 'file', path: `${pictureFile}.gone`, type: 'image/jpeg', resetTurn: true };
        case '/overlay/1?size=8&revision=1&categories=1':
          return {
            kind: 'bytes',
            body: Buffer.from(secretText),
            type: 'image/png',
            immutable: true,
          };
        case '/thumbnail/1?size=8':
          return {
            kind: 'bytes',
            body: Buffer.from(secretText),
            type: 'image/png',
            immutable: false,
          };
        default:
          return null;
      }
    },
  };
  const page: StaticFiles = new Map(
    [
      ['/', 'text/html; charset=utf-8', '<!doctype html><title>studio</title><p>inside</p>'],
      ['/assets/index.js', 'text/javascript; charset=utf-8', '/* code */'],
    ].map(([path = '', type = '', text = '']) => [
      path,
      { body: Buffer.from(text), type, etag: `"${path}"`, immutable: path !== '/' },
    ]),
  );
  const server = await serveHttp({
    port,
    secret,
    tokens: [token],
    served,
    page,
    resetTurn: createTurnReset,
    log: (line) => log.push(line),
    onTokenUsed: (gone) => used.push(gone),
  });
  const url = `http://127.0.0.1:${String(server.port)}`;
  return {
    server,
    url,
    token,
    used,
    log,
    calls,
    pictureFile,
    announce(frame) {
      listeners.forEach((hear) => hear(frame));
    },
    async enter(entered = token) {
      const answer = await fetch(`${url}/api/session`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/json' },
        body: JSON.stringify({ token: entered }),
      });
      return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
  };
}
