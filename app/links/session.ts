import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { tokenFragment } from '../contract/http.ts';

const failuresPerWindow = 20;
const windowMs = 10_000;

/** 256 random bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function linkWithToken(port: number, token: string): string {
  return `http://127.0.0.1:${String(port)}/${tokenFragment}${token}`;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly cookie: string }
  | { readonly kind: 'wrong' }
  /** Too many wrong ones lately. A right one is admitted even then. */
  | { readonly kind: 'too-many' };

/** Who may use the studio over HTTP. */
export interface Session {
  /** A token to admit once. */
  add(token: string): void;
  admit(token: string): Admission;
  isKnown(cookieHeader: string | undefined): boolean;
}

export interface SessionOptions {
  /** Signs the cookies: with the same secret and port a restarted studio knows the cookies of the one before. */
  readonly secret: string;
  readonly port: number;
  readonly tokens: readonly string[];
  readonly onUsed: (token: string) => void;
}

export function createSession({ secret, port, tokens, onUsed }: SessionOptions): Session {
  const open = new Set(tokens);
  // Browsers share cookies between all ports of a host: the port is in the name and in the signature.
  const cookieName = `maskwright-${String(port)}`;
  let failures = 0;
  let windowEndsAt = 0;

  function sign(id: string): string {
    return createHmac('sha256', secret)
      .update(`${String(port)}.${id}`)
      .digest('base64url');
  }

  function isSigned(value: string): boolean {
    const [id = '', signature = ''] = value.split('.', 2);
    return isSame(signature, sign(id));
  }

  function countFailure(): Admission {
    const now = performance.now();
    if (now > windowEndsAt) {
      windowEndsAt = now + windowMs;
      failures = 0;
    }
    failures += 1;
    return { kind: failures > failuresPerWindow ? 'too-many' : 'wrong' };
  }

  return {
    add(token) {
      open.add(token);
    },
    admit(token) {
      // Every token is compared, so that the time taken tells nothing.
      const found = [...open].filter((candidate) => isSame(candidate, token))[0];
      if (found === undefined) {
        return countFailure();
      }
      open.delete(found);
      onUsed(found);
      const id = randomBytes(16).toString('base64url');
      return {
        kind: 'admitted',
        cookie: `${cookieName}=${id}.${sign(id)}; Path=/; HttpOnly; SameSite=Strict`,
      };
    },
    isKnown(cookieHeader = '') {
      return cookieHeader
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${cookieName}=`))
        .some((pair) => isSigned(pair.slice(cookieName.length + 1)));
    },
  };
}

/** Digests are of one length, whatever was sent, and comparing them takes the same time wherever they differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
