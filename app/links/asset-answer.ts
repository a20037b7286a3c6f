import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Asset } from '../contract/assets.ts';
import { answer, answerRefusal, type Exchange } from './exchange.ts';
import { askedAgain, everyAnswer, filePolicy, keptForGood } from './headers.ts';
import { etagOf } from './static-files.ts';

/** Makes a stream that sets a picture's EXIF orientation to 1 on the way and keeps its length. */
export type ResetTurn = () => Transform;

/** Sends what stands behind an asset URL. */
export async function answerAsset(
  exchange: Exchange,
  asset: Asset,
  resetTurn: ResetTurn,
): Promise<void> {
  if (asset.kind === 'file') {
    await answerFile(exchange, asset, resetTurn);
    return;
  }
  if (asset.immutable) {
    answer(exchange, 200, { 'content-type': asset.type, ...keptForGood }, asset.body);
    return;
  }
  const headers = { 'content-type': asset.type, etag: etagOf(asset.body), ...askedAgain };
  if (isSame(exchange, headers.etag)) {
    answer(exchange, 304, headers);
  } else {
    answer(exchange, 200, headers, asset.body);
  }
}

async function answerFile(
  exchange: Exchange,
  asset: Extract<Asset, { kind: 'file' }>,
  resetTurn: ResetTurn,
): Promise<void> {
  const found = await stat(asset.path).catch(() => null);
  if (found?.isFile() !== true) {
    answerRefusal(exchange, 404, 'The picture is not where the project remembers it.');
    return;
  }
  const headers: OutgoingHttpHeaders = {
    ...everyAnswer,
    ...askedAgain,
    'content-type': asset.type,
    'content-security-policy': filePolicy,
    'content-length': found.size,
    etag: `"${found.mtimeMs.toString(36)}-${found.size.toString(36)}"`,
  };
  if (isSame(exchange, String(headers.etag))) {
    answer(exchange, 304, { ...headers, 'content-length': 0 });
    return;
  }
  const { request, response, signal } = exchange;
  response.writeHead(200, headers);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A file that grows meanwhile is sent as long as was promised.
  const file = createReadStream(asset.path, { end: Math.max(found.size - 1, 0) });
  const picture = asset.resetTurn ? file.compose(resetTurn()) : file;
  await pipeline(picture, response, { signal });
}

function isSame({ request }: Exchange, etag: string): boolean {
  const known = request.headers['if-none-match'] ?? '';
  return known.split(',').some((candidate) => candidate.trim() === etag);
}
