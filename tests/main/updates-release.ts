import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenRequest } from '../../main/updates/guarded-executor.ts';

/** A release's address on this computer, its key, and the means to spoil what lies there. */
export interface Release {
  readonly url: string;
  readonly key: string;
  readonly asked: string[];
  /** What is answered by path: bytes, where the asker is sent, or half of the bytes and then silence. */
  readonly answers: Map<string, Buffer | { readonly to: string } | { readonly half: Buffer }>;
  publish(changes?: FeedChanges): void;
  close(): Promise<void>;
}

export interface FeedChanges {
  readonly version?: string;
  readonly date?: string;
  readonly file?: string;
  readonly package?: Buffer;
  readonly sha512?: string;
  readonly size?: number;
  readonly signer?: KeyObject;
  readonly text?: (feed: string) => string;
}

export const feedName =
  process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;
export const packageBytes = Buffer.from('#!/bin/sh\nexit 0\n'.padEnd(300_000, '#'));

export function createKeys(): { readonly secret: KeyObject; readonly text: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    secret: privateKey,
    text: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

export async function openRelease(): Promise<Release> {
  const { secret, text: key } = createKeys();
  const answers: Release['answers'] = new Map();
  const asked: string[] = [];
  const server = createServer((asking, response) => {
    const path = asking.url ?? '/';
    asked.push(path);
    const answer = answers.get(path);
    if (answer === undefined) {
      response.writeHead(404).end();
    } else if (Buffer.isBuffer(answer)) {
      response.writeHead(200, { 'content-length': answer.length }).end(answer);
    } else if ('half' in answer) {
      response.writeHead(200, { 'content-length': answer.half.length });
      response.write(answer.half.subarray(0, answer.half.length / 2));
      response.on('close', () => asked.push(`left ${path}`));
    } else {
      response.writeHead(302, { location: answer.to }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}/download`,
    key,
    asked,
    answers,
    publish(changes = {}) {
      const content = changes.package ?? packageBytes;
      const version = changes.version ?? '1.3.0';
      const file = changes.file ?? `Maskwright-${version}-x86_64.AppImage`;
      const feed = [
        `version: ${version}`,
        'files:',
        `  - url: ${file}`,
        `    sha512: ${changes.sha512 ?? createHash('sha512').update(packageBytes).digest('base64')}`,
        `    size: ${String(changes.size ?? packageBytes.length)}`,
        `releaseDate: '${changes.date ?? '2026-11-20T10:00:00.000Z'}'`,
        'releaseNotes: Brushes feel lighter.',
        '',
      ].join('\n');
      const signature = sign(null, Buffer.from(feed), changes.signer ?? secret).toString('base64');
      answers.set(`/download/${feedName}`, Buffer.from(changes.text?.(feed) ?? feed));
      answers.set(`/download/${feedName}.sig`, Buffer.from(`${signature}\n`));
      answers.set(`/download/${file}`, content);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Node's network in the place of Electron's. */
export const openWithNode: OpenRequest = (options, answered) => request(options, answered);
