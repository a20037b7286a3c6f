import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineCommand, studioCommand } from '../../app/entry/processes.ts';
import type { OwnerMessage, StudioMessage } from '../../app/contract/owner-messages.ts';
import type { Transport } from '../../app/contract/transport.ts';
import { childTransport } from '../../app/links/child-process.ts';
import { inProcessTransport } from '../../app/links/in-process.ts';
import { linkWithToken, newToken } from '../../app/links/session.ts';
import { createEngines } from '../../app/owner/engines.ts';
import { own } from '../../app/owner/owner.ts';
import { openStudio } from '../../app/studio/studio.ts';
import { connectHttp } from './http-transport.ts';

// What the person opened last is none of a test's business.
process.env['MASKWRIGHT_CONFIG'] = mkdtempSync(join(tmpdir(), 'maskwright-config-'));

export interface OpenTransport {
  readonly transport: Transport;
  close(): Promise<void>;
}

/** Every way to reach a studio, each with a real one behind it. */
export const transports: Readonly<Record<string, () => Promise<OpenTransport>>> = {
  'in-process': openInProcess,
  'child-process': () => openOwned(false),
  http: () => openOwned(true),
};

const graceMs = 5_000;
function silent(): void {
  // What a studio logs is not what these tests are about.
}

async function openInProcess(): Promise<OpenTransport> {
  const engines = createEngines({ command: engineCommand, log: silent });
  const studio = await openStudio({ folder: null, engines, log: silent });
  return {
    transport: inProcessTransport(studio),
    async close() {
      await studio.close();
      await engines.leave(graceMs);
    },
  };
}

async function openOwned(overHttp: boolean): Promise<OpenTransport> {
  const token = newToken();
  const listeners = new Set<(message: StudioMessage) => void>();
  const ready = Promise.withResolvers<number | null>();
  const owner = own({
    studio: studioCommand,
    engine: engineCommand,
    begin: () => ({
      kind: 'begin',
      folder: null,
      http: overHttp ? { port: 0, secret: token, tokens: [token] } : null,
    }),
    hear(message) {
      listeners.forEach((listener) => listener(message));
    },
    tell(news) {
      if (news.kind === 'ready') ready.resolve(news.port);
      if (news.kind === 'given-up') ready.reject(new Error(news.message));
    },
    log: silent,
  });
  const port = await ready.promise;
  if (port !== null) {
    const transport = await connectHttp(linkWithToken(port, token));
    return {
      transport,
      async close() {
        transport.close();
        await owner.leave(graceMs);
      },
    };
  }
  return {
    transport: childTransport({
      send(message: OwnerMessage) {
        owner.send(message);
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    close: () => owner.leave(graceMs),
  };
}
