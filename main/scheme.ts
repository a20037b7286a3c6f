import { protocol, type CustomScheme } from 'electron';
import { Readable } from 'node:stream';

/** The page's own scheme: no `file://`, no port, and one origin that nothing else has. */
const scheme = 'studio';
export const origin = `${scheme}://app`;
export const pageUrl = `${origin}/`;

const privileges: CustomScheme = {
  scheme,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    // Without it a page of another scheme could read the answers (CVE-2026-70604).
    corsEnabled: true,
    stream: true,
  },
};

/** To be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([privileges]);
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable;
}

export interface Asked {
  readonly method: string;
  /** With its query, as an asset URL has it. */
  readonly url: string;
  readonly path: string;
}

export type Answerer = (asked: Asked) => Promise<Answer>;

function askedOf(method: string, address: string): Asked | null {
  const { protocol: name, host, pathname, search } = new URL(address);
  const isOurs = name === `${scheme}:` && host === 'app';
  return isOurs ? { method, url: pathname + search, path: pathname } : null;
}

const nothingHere: Answer = { status: 404, headers: {}, body: Buffer.alloc(0) };
const failed: Answer = { status: 500, headers: {}, body: Buffer.alloc(0) };

/** Answers everything the page asks of its origin. `log` hears what went wrong. */
export function serveScheme(answer: Answerer, log: (line: string) => void): void {
  async function safely(method: string, address: string): Promise<Answer> {
    try {
      const asked = askedOf(method, address);
      return asked === null ? nothingHere : await answer(asked);
    } catch (error) {
      log(`${address}: ${error instanceof Error ? error.message : String(error)}`);
      return failed;
    }
  }

  // Electron before 25 knows the older way only.
  const handle = (protocol as Partial<typeof protocol>).handle?.bind(protocol);
  if (handle !== undefined) {
    handle(scheme, async (request) => {
      const { status, headers, body } = await safely(request.method, request.url);
      const stream = body instanceof Readable ? (Readable.toWeb(body) as ReadableStream) : body;
      return new Response(stream as BodyInit, { status, headers: { ...headers } });
    });
    return;
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there was
  protocol.registerStreamProtocol(scheme, (request, respond) => {
    void safely(request.method, request.url).then(({ status, headers, body }) => {
      const data = body instanceof Readable ? body : streamOf(body);
      respond({ statusCode: status, headers: { ...headers }, data });
    });
  });
}

function streamOf(bytes: Buffer): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push(bytes);
  stream.push(null);
  return stream;
}
