import type { EngineHostEvent } from '../contract/engines.ts';
import type { StudioMessage } from '../contract/owner-messages.ts';
import { createEngines, type Engines, type EnginesOptions } from './engines.ts';
import { keepStudio, type KeeperOptions, type Patience, type StudioKeeper } from './keep-studio.ts';

export interface OwnerOptions {
  readonly studio: KeeperOptions['command'];
  readonly engine: EnginesOptions['command'];
  readonly begin: KeeperOptions['begin'];
  /** Everything the studio says that is not between it and its engines. */
  readonly hear: KeeperOptions['hear'];
  readonly tell: KeeperOptions['tell'];
  readonly log: (line: string) => void;
  readonly patience?: Partial<Patience>;
}

export interface Owner {
  readonly send: StudioKeeper['send'];
  /** Studio and engines end side by side; whoever takes longer than `graceMs` is killed. */
  leave(graceMs: number): Promise<void>;
}

/** One studio process, kept alive, and its engines, which outlive it. Relays what they say to each other. */
export function own(options: OwnerOptions): Owner {
  const { log } = options;
  const engines = createEngines({ command: options.engine, log });
  const studio = keepStudio({
    command: options.studio,
    begin: options.begin,
    tell: options.tell,
    log,
    patience: options.patience ?? {},
    hear(message) {
      if (!answerEngineCall(message, engines, studio)) {
        options.hear(message);
      }
    },
  });
  engines.subscribe((event: EngineHostEvent) => {
    studio.send({ kind: 'engine', event });
  });

  return {
    send: studio.send,
    async leave(graceMs) {
      await Promise.all([studio.leave(graceMs), engines.leave(graceMs)]);
    },
  };
}

/** False when the message is none of the engines' business. */
function answerEngineCall(message: StudioMessage, engines: Engines, studio: StudioKeeper): boolean {
  switch (message.kind) {
    case 'engine-start':
      answer(message.id, engines.start(message.engine, message.spec), engines, studio);
      return true;
    case 'engine-stop':
      answer(message.id, engines.stop(message.engine, message.graceMs), engines, studio);
      return true;
    case 'engine-running':
      answer(message.id, Promise.resolve(), engines, studio);
      return true;
    case 'engine-send':
      engines.send(message.engine, message.request);
      return true;
    default:
      return false;
  }
}

/** Every answer names the engines at work, whatever was asked. */
function answer(id: number, work: Promise<void>, engines: Engines, studio: StudioKeeper): void {
  const asked = studio.generation();
  void work
    .then(() => engines.running())
    .then(
      (running) => ({ kind: 'engine-answer', id, running }) as const,
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: 'engine-refusal', id, message: reason } as const;
      },
    )
    .then((reply) => {
      if (studio.generation() === asked) {
        studio.send(reply);
      }
    });
}
