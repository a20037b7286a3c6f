import { protocol, type CustomScheme } from 'electron';
import { Readable } from 'node:stream';
import { everyAnswer, filePolicy } from '../app/links/headers.ts';

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
    // Later starts need not compile the page's script again; old Electrons pass over it.
    codeCache: true,
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

/** Far longer than any address of ours. */
const mostAddress = 2_000;

/** Null for another host, and for a page of another origin that asks. */
function askedOf(method: string, address: string, asking: string | null): Asked | null {
  if (address.length > mostAddress || (asking !== null && asking !== origin)) {
    return null;
  }
  const { protocol: name, host, pathname, search } = new URL(address);
  const isOurs = name === `${scheme}:` && host === 'app';
  return isOurs ? { method, url: pathname + search, path: pathname } : null;
}

const bare = { ...(everyAnswer as Record<string, string>), 'content-security-policy': filePolicy };
const nothingHere: Answer = { status: 404, headers: bare, body: Buffer.alloc(0) };
const failed: Answer = { status: 500, headers: bare, body: Buffer.alloc(0) };

/** Answers everything the page asks of its origin. `log` hears what went wrong. */
export function serveScheme(answer: Answerer, log: (line: string) => void): void {
  async function safely(method: string, address: string, asking: string | null): Promise<Answer> {
    try {
      const asked = askedOf(method, address, asking);
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
      const { status, headers, body } = await safely(
        request.method,
        request.url,
        request.headers.get('origin'),
      );
      const stream = body instanceof Readable ? (Readable.toWeb(body) as ReadableStream) : body;
      return new Response(stream as BodyInit, { status, headers: { ...headers } });
    });
    return;
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there was
  protocol.registerStreamProtocol(scheme, (request, respond) => {
    void safely(request.method, request.url, originIn(request.headers)).then(
      ({ status, headers, body }) => {
        const data = body instanceof Readable ? body : streamOf(body);
        respond({ statusCode: status, headers: { ...headers }, data });
      },
    );
  });
}

function streamOf(bytes: Buffer): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push(bytes);
  stream.push(null);
  return stream;
}

function originIn(headers: Readonly<Record<string, string>>): string | null {
  const name = Object.keys(headers).find((each) => each.toLowerCase() === 'origin');
  return name === undefined ? null : (headers[name] ?? null);
}
