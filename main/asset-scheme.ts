import { createReadStream, promises as files } from 'node:fs';
import type { Readable } from 'node:stream';
import { createTurnReset } from '../app/pictures/reset-turn.ts';
import { assetPath } from '../app/contract/assets.ts';
import type { WireAsset } from '../app/contract/owner-messages.ts';
import { filePolicy } from '../app/links/headers.ts';
import { answerPageFile, plainAnswer, policy } from './page-files.ts';
import type { Answer, Answerer } from './scheme.ts';

export interface AnswererOptions {
  /** The folder of the built page. */
  readonly page: string;
  /** Asks the studio what stands behind an asset's URL. */
  readonly asset: (url: string) => Promise<WireAsset | null>;
}

/** Answers the page's own files from its folder and pictures by asking the studio where they are. */
export function createAnswerer({ page, asset }: AnswererOptions): Answerer {
  return async (asked) => {
    if (asked.method !== 'GET' && asked.method !== 'HEAD') {
      return plainAnswer(405, 'This address takes GET and HEAD.');
    }
    return assetPath.test(asked.path)
      ? answerAsset(await asset(asked.url))
      : answerPageFile(page, asked);
  };
}

async function answerAsset(asset: WireAsset | null): Promise<Answer> {
  if (asset === null) {
    return plainAnswer(404, 'There is no such picture.');
  }
  const headers = { 'content-type': asset.type, ...policy(filePolicy) };
  if (asset.kind === 'bytes') {
    const kept = asset.immutable ? { 'cache-control': 'private, max-age=31536000' } : {};
    return {
      status: 200,
      headers: { ...headers, ...kept },
      body: Buffer.from(asset.base64, 'base64'),
    };
  }
  const found = await files.stat(asset.path).catch(() => null);
  if (found?.isFile() !== true) {
    return plainAnswer(404, 'The picture is not where the project remembers it.');
  }
  const file = createReadStream(asset.path, { end: Math.max(found.size - 1, 0) });
  return { status: 200, headers, body: outlivingItsReader(asset.resetTurn ? upright(file) : file) };
}

function upright(file: Readable): Readable {
  const turned = createTurnReset();
  file.on('error', (error) => turned.destroy(error));
  turned.on('close', () => file.destroy());
  return file.pipe(turned);
}

/** A page that dies in the midst of a picture closes it under the read: nobody listens any longer, and main must not fall. */
function outlivingItsReader(body: Readable): Readable {
  return body.on('error', () => undefined);
}
