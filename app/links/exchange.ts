import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { wireError, type ErrorCode, type WireError } from '../contract/errors.ts';
import { everyAnswer, filePolicy, neverKept } from './headers.ts';

/** A request under way, and the ways to answer it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without its query. */
  readonly path: string;
  /** Aborted when the asker has gone. */
  readonly signal: AbortSignal;
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  'bad-request': 400,
  'bad-input': 422,
  'not-found': 404,
  conflict: 409,
  'read-only': 409,
  'no-project': 409,
  damaged: 409,
  'newer-version': 409,
  unavailable: 503,
  busy: 503,
  cancelled: 499,
  'disk-full': 507,
  'not-allowed': 403,
  internal: 500,
};

export function answer(
  { request, response }: Exchange,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string | Uint8Array = '',
): void {
  response.writeHead(status, {
    ...everyAnswer,
    'content-security-policy': filePolicy,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? '' : body);
}

export function answerJson(
  exchange: Exchange,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = JSON.stringify(value ?? null);
  answer(exchange, status, { 'content-type': 'application/json', ...neverKept, ...headers }, body);
}

export function answerError(exchange: Exchange, error: unknown): void {
  const wire = wireError(error);
  answerJson(exchange, statusOf[wire.code], wire);
}

/** A refusal before any method was reached. A body that nobody reads would be taken for the next request. */
export function answerRefusal(exchange: Exchange, status: number, message: string): void {
  const code: ErrorCode = status === 401 || status === 403 ? 'not-allowed' : 'bad-request';
  const wire: WireError = { code, message, details: {} };
  const close = exchange.request.complete ? {} : { connection: 'close' };
  answerJson(exchange, status, wire, close);
}
