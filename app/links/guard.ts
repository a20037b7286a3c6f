import type { IncomingMessage } from 'node:http';

/** What a request must be before anything of it is read. `page` may be opened from anywhere: it holds no data. */
export type Purpose = 'page' | 'read' | 'write' | 'socket';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** The names under which this computer alone reaches the port. */
export function allowedHosts(port: number): readonly string[] {
  // Browsers leave HTTP's own port out.
  const suffix = port === 80 ? '' : `:${String(port)}`;
  return [`127.0.0.1${suffix}`, `localhost${suffix}`];
}

/**
 * Refuses whatever another website, another port or another name for this address could have sent.
 * Null means that the request comes from our own page, or from a program that says it does.
 */
export function refuse(
  request: IncomingMessage,
  { port, purpose }: { port: number; purpose: Purpose },
): Refusal | null {
  const host = singleHeader(request, 'host');
  // A page of a foreign name that was pointed at 127.0.0.1 (DNS rebinding) still sends its own name.
  if (host === null || !allowedHosts(port).includes(host)) {
    return {
      status: 403,
      message: `This studio answers to ${allowedHosts(port).join(' and ')} only.`,
    };
  }
  const own = `http://${host}`;
  const origin = singleHeader(request, 'origin');
  const mustBeNamed = purpose === 'write' || purpose === 'socket';
  if (origin === null ? mustBeNamed : origin !== own) {
    return {
      status: 403,
      message: `A request that changes or follows something must come with the header “Origin: ${own}”, and no request with another.`,
    };
  }
  if (!isOwnFetch(request, purpose)) {
    return { status: 403, message: 'Another website asked for this.' };
  }
  return null;
}

/** Browsers say where a request comes from; another port of this computer is `same-site`, and foreign all the same. */
function isOwnFetch(request: IncomingMessage, purpose: Purpose): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') {
    return true;
  }
  if (purpose === 'page') {
    // A link in a mail may lead here; a frame in another page may not.
    return request.headers['sec-fetch-dest'] === 'document';
  }
  // `none`: typed or opened by the person.
  return purpose === 'read' && site === 'none';
}

/** The header's value; null when it is missing, and an impossible value when it came twice. */
function singleHeader(request: IncomingMessage, name: string): string | null {
  const values = request.headersDistinct[name] ?? [];
  return values.length > 1 ? 'more than one' : (values[0] ?? null);
}
