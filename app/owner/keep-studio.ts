import type { OwnerMessage, StudioBegin, StudioMessage } from '../contract/owner-messages.ts';
import {
  awaitEnd,
  describeEnding,
  startChild,
  type Child,
  type Command,
  type Ending,
} from './child.ts';
import { createOutbox } from './outbox.ts';

export type StudioNews =
  | { readonly kind: 'ready'; readonly port: number | null; readonly restarted: boolean }
  /** It died and is being started again. */
  | { readonly kind: 'lost'; readonly reason: string }
  /** It will not be started again. */
  | { readonly kind: 'given-up'; readonly message: string };

/** When to try again, and when to stop trying. */
export interface Patience {
  /** Whoever dies sooner than this after being ready crashed quickly. */
  readonly quickMs: number;
  /** So many quick crashes in a row, and the owner gives up. */
  readonly quickCrashes: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly pingMs: number;
  /** Counted, not timed: a computer that slept has not missed any. */
  readonly missedPings: number;
}

const defaultPatience: Patience = {
  quickMs: 10_000,
  quickCrashes: 5,
  firstPauseMs: 200,
  longestPauseMs: 5_000,
  pingMs: 5_000,
  missedPings: 18,
};

export interface KeeperOptions {
  readonly command: Command;
  /** Asked at every start, so that a restarted studio is told what has become of port and tokens. */
  readonly begin: () => StudioBegin;
  readonly hear: (message: StudioMessage) => void;
  readonly tell: (news: StudioNews) => void;
  readonly log: (line: string) => void;
  readonly patience?: Partial<Patience>;
}

export interface StudioKeeper {
  /** Kept until the studio is ready, in order. */
  send(message: OwnerMessage): void;
  /** Counts the starts: what an earlier studio asked is not answered to a later one. */
  generation(): number;
  /** After giving up: tries anew. */
  again(): void;
  /** Asks the studio to end, then kills it after `graceMs`. Resolves when it is gone. */
  leave(graceMs: number): Promise<void>;
}

/** Starts the studio process and brings it back whenever it dies or hangs. */
export function keepStudio(options: KeeperOptions): StudioKeeper {
  const { command, begin, hear, tell, log } = options;
  const patience = { ...defaultPatience, ...options.patience };
  const outbox = createOutbox();
  let child: Child | null = null;
  let generation = 0;
  let ready = false;
  let quickCrashes = 0;
  let leaving = false;
  let pause: NodeJS.Timeout | undefined;

  function start(): void {
    generation += 1;
    let readyAt: number | null = null;
    let hopeless: string | null = null;
    let unanswered = 0;
    let killedForHanging = false;

    const current = startChild(
      command,
      (raw) => {
        const message = raw as StudioMessage;
        unanswered = 0;
        if (message.kind === 'ready') {
          readyAt = uptimeMs();
          ready = true;
          outbox.empty(current.send);
          tell({ kind: 'ready', port: message.port, restarted: generation > 1 });
        } else if (message.kind === 'hopeless') {
          hopeless = message.message;
        } else if (message.kind !== 'pong') {
          hear(message);
        }
      },
      log,
    );
    child = current;
    current.send(begin());

    const heartbeat = setInterval(() => {
      if (unanswered >= patience.missedPings) {
        killedForHanging = true;
        current.kill();
        return;
      }
      unanswered += 1;
      current.send({ kind: 'ping' });
    }, patience.pingMs);

    void current.gone.then((ending) => {
      clearInterval(heartbeat);
      child = null;
      ready = false;
      outbox.dropCalls();
      if (leaving) {
        return;
      }
      if (hopeless !== null) {
        tell({ kind: 'given-up', message: hopeless });
        return;
      }
      restart({
        reason: killedForHanging ? 'it no longer answered' : describeEnding(ending),
        livedMs: readyAt === null ? null : uptimeMs() - readyAt,
        blameless: isBlameless(ending) && readyAt !== null && !killedForHanging,
      });
    });
  }

  function restart(end: { reason: string; livedMs: number | null; blameless: boolean }): void {
    if (!end.blameless) {
      const quick = end.livedMs === null || end.livedMs < patience.quickMs;
      quickCrashes = quick ? quickCrashes + 1 : 1;
      if (quickCrashes >= patience.quickCrashes) {
        tell({
          kind: 'given-up',
          message: `The studio's process ended ${String(quickCrashes)} times in a row (${end.reason}). What it printed before says why; put that right and start Maskwright again.`,
        });
        return;
      }
    }
    tell({ kind: 'lost', reason: end.reason });
    const waitMs = end.blameless ? 0 : patience.firstPauseMs * 2 ** (quickCrashes - 1);
    pause = setTimeout(start, Math.min(waitMs, patience.longestPauseMs));
  }

  start();

  return {
    send(message) {
      if (ready && child !== null) {
        child.send(message);
      } else {
        outbox.put(message);
      }
    },
    generation: () => generation,
    again() {
      if (child === null && !leaving) {
        clearTimeout(pause);
        quickCrashes = 0;
        start();
      }
    },
    async leave(graceMs) {
      leaving = true;
      clearTimeout(pause);
      if (child !== null) {
        child.send({ kind: 'leave' });
        await awaitEnd(child, graceMs);
      }
    },
  };
}

/** SIGKILL comes from outside: a person, a test, a system short of memory. A program's own faults look otherwise. */
function isBlameless({ signal }: Ending): boolean {
  return signal === 'SIGKILL';
}

/** Unlike the clock on the wall it never jumps. */
function uptimeMs(): number {
  return process.uptime() * 1_000;
}
