import type { EngineHost, EngineHostEvent, EngineTask } from '../contract/engines.ts';
import type { EngineEvent } from '../contract/run-folder.ts';
import { awaitEnd, startChild, type Child, type Command } from './child.ts';

export interface Engines extends EngineHost {
  /** Closes every engine's channel: a run writes its checkpoint and ends. Kills what is left after `graceMs`. */
  leave(graceMs: number): Promise<void>;
}

export interface EnginesOptions {
  readonly command: (task: EngineTask) => Command;
  readonly log: (line: string) => void;
}

/** The engines at work, by name. They are never started again: a run that died is resumed by a person. */
export function createEngines({ command, log }: EnginesOptions): Engines {
  const children = new Map<string, { readonly child: Child; readonly task: EngineTask }>();
  const listeners = new Set<(event: EngineHostEvent) => void>();

  function announce(event: EngineHostEvent): void {
    listeners.forEach((listener) => {
      listener(event);
    });
  }

  function print(engine: string, line: string): void {
    log(`${engine}: ${line}`);
  }

  return {
    async start(engine, { task, environment }) {
      if (children.has(engine)) {
        throw new Error(`The engine “${engine}” is at work already.`);
      }
      const base = command(task);
      const child = startChild(
        { ...base, environment: { ...base.environment, ...environment } },
        (event) => {
          announce({ kind: 'event', engine, event: event as EngineEvent });
        },
        (line) => {
          print(engine, line);
        },
      );
      if (child.pid === undefined) {
        const { error = 'no reason was given' } = await child.gone;
        throw new Error(`The engine “${engine}” could not be started: ${error}.`);
      }
      children.set(engine, { child, task });
      void child.gone.then(({ code, signal }) => {
        children.delete(engine);
        announce({ kind: 'exit', engine, code, signal });
      });
    },

    send(engine, request) {
      children.get(engine)?.child.send(request);
    },

    async stop(engine, graceMs) {
      const found = children.get(engine);
      if (found === undefined) {
        return;
      }
      if (found.task.kind === 'train') {
        found.child.send({ kind: 'stop' });
      } else {
        found.child.disconnect();
      }
      await awaitEnd(found.child, graceMs);
    },

    running: () => Promise.resolve([...children.keys()]),

    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    async leave(graceMs) {
      await Promise.all(
        [...children.values()].map(({ child }) => {
          child.disconnect();
          return awaitEnd(child, graceMs);
        }),
      );
    },
  };
}
