import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../../app/links/routes.ts';
import { newToken } from '../../../app/links/session.ts';
import { requestText, sendRaw, type RawAnswer } from './raw-request.ts';
import { openSmallStudio, secretText, type SmallStudio } from './small-studio.ts';

let studio: SmallStudio;
let port: number;
let cookie: string;
const answers: RawAnswer[] = [];

beforeAll(async () => {
  studio = await openSmallStudio();
  port = studio.server.port;
  cookie = await studio.enter();
});
afterAll(() => studio.server.close(100));

async function send(text: string): Promise<RawAnswer> {
  const answer = await sendRaw(port, text);
  answers.push(answer);
  return answer;
}

/** What each route is to be asked with, were nothing wrong: a new route without a line here fails. */
const bodies: Readonly<Record<string, string | null>> = {
  page: null,
  session: '{"token":"x"}',
  events: null,
  method: '{"a":1}',
  asset: null,
  file: null,
};
const routeNames = Object.keys(bodies);

function routeNamed(name: string): Route {
  const route = studio.server.routes.find((candidate) => candidate.name === name);
  if (route === undefined) throw new Error(`There is no route ${name} any more.`);
  return route;
}

interface Forged {
  readonly method?: string;
  readonly host?: readonly string[];
  readonly origin?: readonly string[];
  readonly cookie?: string | null;
  readonly more?: readonly string[];
  readonly target?: string;
}

/** The right request to a route, with some of it forged. */
function forge(route: Route, forged: Forged = {}): string {
  const body = bodies[route.name] ?? '';
  const { host = [`127.0.0.1:${String(port)}`], origin = [studio.url], more = [] } = forged;
  const sentCookie = forged.cookie === undefined ? cookie : forged.cookie;
  const upgrade =
    route.purpose === 'socket'
      ? [
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        ]
      : [];
  const headers = [
    ...host.map((value) => `Host: ${value}`),
    ...origin.map((value) => `Origin: ${value}`),
    ...(sentCookie === null ? [] : [`Cookie: ${sentCookie}`]),
    ...(body === ''
      ? []
      : ['Content-Type: application/json', `Content-Length: ${String(body.length)}`]),
    ...upgrade,
    ...more,
  ];
  const text = requestText(
    forged.method ?? route.methods[0] ?? 'GET',
    forged.target ?? route.example,
    headers,
    body,
  );
  return upgrade.length === 0 ? text : text.replace('Connection: close', 'Connection: Upgrade');
}

const foreignHosts: readonly (readonly string[])[] = [
  [],
  [''],
  ['evil.example'],
  ['127.0.0.1'],
  ['localhost'],
  ['127.0.0.1:1'],
  ['localhost:PORT.evil.example'],
  ['evil.example:PORT'],
  ['127.0.0.1:PORT@evil.example'],
  ['[::1]:PORT'],
  ['0.0.0.0:PORT'],
  ['2130706433:PORT'],
  ['127.0.0.1:PORT', 'evil.example'],
  ['127.0.0.1:PORT', '127.0.0.1:PORT'],
];

const foreignOrigins: readonly (readonly string[])[] = [
  [],
  [''],
  ['null'],
  ['http://evil.example'],
  ['https://127.0.0.1:PORT'],
  ['http://127.0.0.1'],
  ['http://127.0.0.1:1'],
  ['http://localhost:PORT'],
  ['http://127.0.0.1:PORT.evil.example'],
  ['http://127.0.0.1:PORT/'],
  ['file://'],
  ['http://127.0.0.1:PORT', 'http://evil.example'],
];

const traversals = [
  '/../../../etc/passwd',
  '/..',
  '/assets/../../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/assets/%2e%2e%2fpackage.json',
  '/assets/..%252f..%252fpackage.json',
  '/assets/..%c0%af..%c0%afpackage.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/..\\..\\package.json',
  '/assets//../../package.json',
  '/assets/./index.js/../../../package.json',
  '//etc/passwd',
  '/etc/passwd',
  '/assets/index.js%00.png',
  '/assets/index.js/',
  '/ASSETS/INDEX.JS',
  '/image/../../etc/passwd',
  '/image/..%2f..%2f..%2fetc%2fpasswd',
  '/image/1/../../assets/x',
  '/sample/../../../etc/1/1',
  '/prediction/%2e%2e/1/1',
  'file:///etc/passwd',
  'http://evil.example/image/1',
  '*',
];

function named(values: readonly string[]): readonly string[] {
  return values.map((value) => value.replaceAll('PORT', String(port)));
}

it('knows every route there is', () => {
  expect(studio.server.routes.map(({ name }) => name)).toEqual(routeNames);
});

describe.each(routeNames)('%s', (name) => {
  it('answers the right request', async () => {
    const { status } = await send(forge(routeNamed(name)));
    const expected = name === 'events' ? 101 : name === 'method' ? 400 : 200;
    expect(status).toBe(expected);
  });

  it.each(foreignHosts)('refuses Host %j', async (...host) => {
    const { status } = await send(forge(routeNamed(name), { host: named(host) }));
    expect([400, 403]).toContain(status);
  });

  it.each(foreignOrigins)('refuses Origin %j', async (...origin) => {
    const route = routeNamed(name);
    const { status } = await send(forge(route, { origin: named(origin) }));
    const isPlainRead = origin.length === 0 && ['page', 'read'].includes(route.purpose);
    expect(status).toBe(isPlainRead ? 200 : 403);
  });

  it.each(['cross-site', 'same-site'])('refuses what a %s page asks for', async (site) => {
    const more = [`Sec-Fetch-Site: ${site}`, 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'];
    expect((await send(forge(routeNamed(name), { more }))).status).toBe(403);
  });

  it.each([
    ['none', () => null],
    ['an empty', () => `maskwright-${String(port)}=`],
    ['a made up', () => `maskwright-${String(port)}=abc.def`],
    ['a cut', () => cookie.slice(0, -1)],
    ['a changed', () => cookie.replace(/=./, (first) => (first === '=_' ? '=-' : '=_'))],
    ['a differently named', () => cookie.replace('maskwright', 'Maskwright')],
  ])('admits nobody with %s cookie', async (_, value) => {
    const route = routeNamed(name);
    const { status, body } = await send(forge(route, { cookie: value() }));
    // The page is open to all and empty of data; the session's door says that the token is wrong.
    expect(status).toBe(name === 'page' ? 200 : 401);
    expect(body).not.toContain(secretText);
    expect(body).not.toContain('inside');
  });

  it.each(['PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'PROPFIND'])(
    'takes no %s',
    async (method) => {
      const { status, head } = await send(forge(routeNamed(name), { method }));
      expect([400, 403, 405]).toContain(status);
      expect(head.toLowerCase()).not.toContain('access-control');
    },
  );
});

describe('a link', () => {
  it('can be opened from a mail, and not framed', async () => {
    const page = routeNamed('page');
    function from(dest: string): Promise<RawAnswer> {
      return send(
        forge(page, {
          origin: [],
          more: [
            'Sec-Fetch-Site: cross-site',
            'Sec-Fetch-Mode: navigate',
            `Sec-Fetch-Dest: ${dest}`,
          ],
        }),
      );
    }
    expect((await from('document')).status).toBe(200);
    expect((await from('iframe')).status).toBe(403);
    expect((await from('document')).head).toMatch(/frame-ancestors 'none'/);
  });

  it('admits once', async () => {
    const token = newToken();
    studio.server.addToken(token);
    expect(await studio.enter(token)).toContain('maskwright-');
    expect(await studio.enter(token)).toBe('');
    expect(studio.used).toContain(token);
  });

  it('of another studio admits nobody, nor does its cookie', async () => {
    const other = await openSmallStudio({ secret: 'of another owner' });
    try {
      expect(await studio.enter(other.token)).toBe('');
      const foreign = (await other.enter()).replace(String(other.server.port), String(port));
      const { status } = await send(forge(routeNamed('asset'), { cookie: foreign }));
      expect(status).toBe(401);
    } finally {
      await other.server.close(100);
    }
  });

  it('is admitted even while somebody tries wrong ones', async () => {
    const wrong = await Promise.all(
      Array.from({ length: 40 }, () =>
        fetch(`${studio.url}/api/session`, {
          method: 'POST',
          headers: { origin: studio.url, 'content-type': 'application/json' },
          body: JSON.stringify({ token: newToken() }),
        }).then(({ status }) => status),
      ),
    );
    expect(wrong.filter((status) => status === 401).length).toBeLessThanOrEqual(20);
    expect(new Set(wrong)).toEqual(new Set([401, 429]));
    const token = newToken();
    studio.server.addToken(token);
    expect(await studio.enter(token)).toContain('maskwright-');
  });

  it('gives a cookie that scripts and other sites never see', async () => {
    const token = newToken();
    studio.server.addToken(token);
    const answer = await fetch(`${studio.url}/api/session`, {
      method: 'POST',
      headers: { origin: studio.url, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

describe('paths', () => {
  it.each(traversals)('%s leads nowhere', async (target) => {
    for (const sent of [cookie, null]) {
      const { status, body } = await send(
        forge(routeNamed('file'), { target, cookie: sent, origin: [] }),
      );
      expect([400, 401, 403, 404]).toContain(status);
      expect(body).not.toMatch(/root:|maskwright"|code \*\//);
    }
  });
});

describe('bodies', () => {
  function post(headers: readonly string[], body: string): Promise<RawAnswer> {
    const usual = [`Host: 127.0.0.1:${String(port)}`, `Origin: ${studio.url}`, `Cookie: ${cookie}`];
    return send(requestText('POST', '/api/echo', [...usual, ...headers], body));
  }
  const json = 'Content-Type: application/json';

  it.each([
    ['a form', 'Content-Type: application/x-www-form-urlencoded', 415],
    ['text', 'Content-Type: text/plain', 415],
    ['no type', 'X-Nothing: here', 415],
    ['a type that only begins right', 'Content-Type: application/jsonx', 415],
    ['a compressed one', `${json}\r\nContent-Encoding: gzip`, 415],
  ])('refuses %s', async (_, header, status) => {
    expect((await post([header, 'Content-Length: 2'], '{}')).status).toBe(status);
  });

  it.each(['{', '', '\xff\xfe', '{"a":1}}', '['.repeat(200_000)])(
    'refuses what is not JSON: %.20s',
    async (body) => {
      const bytes = Buffer.byteLength(body, 'latin1');
      expect((await post([json, `Content-Length: ${String(bytes)}`], body)).status).toBe(400);
    },
  );

  it('refuses one that is too long before it has come', async () => {
    const { status } = await post([json, 'Content-Length: 99999999999'], '');
    expect(status).toBe(413);
  });

  it.each([
    ['two lengths', ['Content-Length: 2', 'Content-Length: 3']],
    ['a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked']],
    ['an unknown encoding', ['Transfer-Encoding: chunked, identity']],
    ['a folded header', ['Content-Length: 2', 'X-A: b', ' c: d']],
    ['a header without a name', ['Content-Length: 2', ': x']],
  ])('refuses %s', async (_, headers) => {
    expect((await post([json, ...headers], '{}')).status).toBe(400);
  });

  it('knows no HTTP/1.0 and no other', async () => {
    for (const version of ['1.0', '0.9', '2.0']) {
      const text = `GET /image/1 HTTP/${version}\r\n\r\n`;
      expect([0, 400, 403, 505]).toContain((await send(text)).status);
    }
  });

  it('never lets a __proto__ in', async () => {
    const body = '{"__proto__":{"polluted":true}}';
    await post([json, `Content-Length: ${String(body.length)}`], body);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

it('puts its policies on every answer', () => {
  for (const { status, head } of answers) {
    // Refused by the parser, before it was a request; or a socket.
    if ([0, 101].includes(status) || !head.includes('\r\nreferrer-policy')) continue;
    expect(head).toMatch(/content-security-policy: default-src 'none'/);
    expect(head).toMatch(/x-content-type-options: nosniff/);
    expect(head).not.toMatch(/access-control-/i);
  }
  expect(answers.length).toBeGreaterThan(300);
});

it('writes no token anywhere', () => {
  const everything = [...studio.log, ...answers.map(({ head, body }) => head + body)].join('\n');
  expect(everything).not.toContain(studio.token);
  expect(studio.log).toEqual([]);
});
