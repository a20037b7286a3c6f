import { setTimeout as sleep } from 'node:timers/promises';
import { StudioError } from '../contract/errors.ts';
import type { HttpDoor, OwnerMessage, StudioBegin } from '../contract/owner-messages.ts';
import type { Served } from '../contract/serving.ts';
import { answerOver } from '../links/child-process.ts';
import { serveHttp, type HttpServer } from '../links/http-server.ts';
import { engineHostOver, ownerChannel, type OwnerChannel } from '../links/owner-channel.ts';
import { loadStaticFiles } from '../links/static-files.ts';
import { createTurnReset } from '../pictures/reset-turn.ts';
import { openStudio, type Studio } from '../studio/studio.ts';
import { keepCompiled } from './compile-cache.ts';
import { refuseOldNode } from './node-floor.ts';
import { pageFolder } from './processes.ts';

/** The studio's own process. It is told by its owner what to open, and ends within 5 s when told to or left alone. */

const longestEndMs = 5_000;
const requestGraceMs = 2_000;
const portPatienceMs = 1_000;

function log(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Whoever asks through the owner is told a sentence; the story of what nobody foresaw is for the log. The HTTP server logs its own. */
function withStories({ dispatch, subscribe, asset }: Studio): Served {
  return {
    async dispatch(method, params, signal) {
      try {
        return await dispatch(method, params, signal);
      } catch (error) {
        if (!(error instanceof StudioError)) {
          log(
            `${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          );
        }
        throw error;
      }
    },
    subscribe,
    asset,
  };
}

async function openDoor(
  door: HttpDoor,
  studio: Studio,
  channel: OwnerChannel,
): Promise<HttpServer> {
  const page = await loadStaticFiles(pageFolder);
  const triedUntil = performance.now() + portPatienceMs;
  for (;;) {
    try {
      return await serveHttp({
        ...door,
        served: studio,
        page,
        resetTurn: createTurnReset,
        log,
        onTokenUsed(token) {
          channel.send({ kind: 'token-used', token });
        },
      });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken) {
        throw error;
      }
      // The process before this one may not have let go of the port yet.
      if (performance.now() > triedUntil) {
        throw new StudioError(
          'unavailable',
          `Port ${String(door.port)} is used by another program. Choose another with --port, or leave it out.`,
          { cause: error },
        );
      }
      await sleep(50);
    }
  }
}

async function live(channel: OwnerChannel): Promise<void> {
  let studio: Studio | null = null;
  let server: HttpServer | null = null;
  let ending = false;

  async function begin({ folder, http }: StudioBegin): Promise<void> {
    const opened = await openStudio({ folder, engines: engineHostOver(channel), log });
    studio = opened;
    answerOver(channel, withStories(opened));
    server = http === null ? null : await openDoor(http, opened, channel);
    channel.send({ kind: 'ready', port: server?.port ?? null });
    keepCompiled();
  }

  async function end(): Promise<void> {
    if (ending) {
      return;
    }
    ending = true;
    setTimeout(() => process.exit(1), longestEndMs).unref();
    await server?.close(requestGraceMs);
    await studio?.close();
    process.exit(0);
  }

  async function hear(message: OwnerMessage): Promise<void> {
    switch (message.kind) {
      case 'begin':
        await begin(message);
        break;
      case 'ping':
        channel.send({ kind: 'pong' });
        break;
      case 'token':
        server?.addToken(message.token);
        break;
      case 'leave':
        await end();
        break;
      default:
        // Engines' news and windows' calls have their own listeners.
        break;
    }
  }

  channel.subscribe((message) => {
    hear(message).catch((error: unknown) => {
      if (error instanceof StudioError) {
        channel.send({ kind: 'hopeless', message: error.message });
        void end();
      } else {
        // Unforeseen: fall with the whole story, and let the owner start anew.
        throw error;
      }
    });
  });
  process.on('disconnect', () => void end());
  process.on('SIGTERM', () => void end());
  // Ctrl+C is for the owner, which asks this process to end.
  process.on('SIGINT', () => undefined);
}

refuseOldNode();
const channel = ownerChannel();
if (channel === null) {
  log('This is a part of Maskwright that its owner starts. Run “npm run maskwright -- serve”.');
  process.exit(2);
}
await live(channel);
