import type { IncomingMessage } from 'node:http';

/** The body as a value, or why it cannot be one. */
export type JsonBody =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/** Reads a request's JSON body of at most `mostBytes`, whatever length it claims. Rejects when the asker goes away. */
export async function readJson(request: IncomingMessage, mostBytes: number): Promise<JsonBody> {
  if (!/^application\/json *(; *charset=utf-8 *)?$/i.test(request.headers['content-type'] ?? '')) {
    return { kind: 'refused', status: 415, message: 'The body must be application/json.' };
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return { kind: 'refused', status: 415, message: 'The body must not be compressed.' };
  }
  const tooLarge: JsonBody = {
    kind: 'refused',
    status: 413,
    message: `The body must be at most ${String(mostBytes)} bytes.`,
  };
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    return tooLarge;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      return tooLarge;
    }
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { kind: 'value', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'refused', status: 400, message: 'The body is not JSON.' };
  }
}
