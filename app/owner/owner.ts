import { createEngines, type EnginesOptions } from './engines.ts';
import { keepStudio, type KeeperOptions, type Patience, type StudioKeeper } from './keep-studio.ts';
import { relay } from './relay.ts';

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
      if (!heardByEngines(message)) {
        options.hear(message);
      }
    },
  });
  const heardByEngines = relay(studio, engines);

  return {
    send: studio.send,
    async leave(graceMs) {
      await Promise.all([studio.leave(graceMs), engines.leave(graceMs)]);
    },
  };
}
