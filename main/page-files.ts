import { promises as files } from 'node:fs';
import { extname, join } from 'node:path';
import { mediaTypes } from '../app/links/media-types.ts';
import { everyAnswer, filePolicy, policyOfPageFile } from '../app/links/headers.ts';
import type { Answer, Asked } from './scheme.ts';

/** Names of ours only: no way up, no hidden file, nothing encoded. */
const plainPath = /^(\/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+$/;

export function plainAnswer(status: number, sentence: string): Answer {
  const body = Buffer.from(sentence);
  const headers = { 'content-type': 'text/plain; charset=utf-8', ...policy(filePolicy) };
  return { status, headers, body };
}

export function policy(csp: string): Readonly<Record<string, string>> {
  return { ...(everyAnswer as Record<string, string>), 'content-security-policy': csp };
}

/** The page itself, out of the app's own folder. */
export async function answerPageFile(folder: string, { path }: Asked): Promise<Answer> {
  const name = path === '/' ? '/index.html' : path;
  const type = mediaTypes[extname(name)];
  if (!plainPath.test(name) || type === undefined) {
    return plainAnswer(404, 'There is nothing at this address.');
  }
  const body = await readInside(folder, name).catch(() => null);
  return body === null
    ? plainAnswer(404, 'There is nothing at this address.')
    : { status: 200, headers: { 'content-type': type, ...policy(policyOfPageFile(name)) }, body };
}

/** Of this folder and no other: a link that leads out of it is as good as nothing. */
async function readInside(folder: string, name: string): Promise<Buffer | null> {
  const inside = await files.realpath(folder);
  const real = await files.realpath(join(folder, name));
  return real === join(inside, name) ? files.readFile(real) : null;
}
