import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineEvent, EngineRequest } from '../../../../app/contract/run-folder.ts';

const entry = fileURLToPath(new URL('../../../../app/entry/engine-process.ts', import.meta.url));

export interface Engine {
  send(request: EngineRequest): void;
  kill(signal: NodeJS.Signals): void;
  disconnect(): void;
  readonly events: readonly EngineEvent[];
  /** Resolves with the first event, past or to come, that the condition holds for. */
  heard(condition: (event: EngineEvent) => boolean): Promise<EngineEvent>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts the real engine, as its owner does. */
export function startEngine(
  words: readonly string[],
  {
    environment = {},
    program = entry,
  }: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly program?: string | undefined;
  } = {},
): Engine {
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...environment },
  });
  const events: EngineEvent[] = [];
  const waiting = new Set<() => void>();
  function look(): void {
    waiting.forEach((check) => {
      check();
    });
  }
  child.on('message', (message) => {
    events.push(message as EngineEvent);
    look();
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('exit', (code, signal) => {
      // Its last words may still be in the pipe.
      if (child.connected) child.on('disconnect', () => resolve({ code, signal }));
      else resolve({ code, signal });
    });
  });
  return {
    send: (request) => void child.send(request, () => undefined),
    kill: (signal) => void child.kill(signal),
    disconnect() {
      child.disconnect();
    },
    events,
    heard: (condition) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const event = events.find(condition);
          if (event === undefined) return;
          waiting.delete(check);
          resolve(event);
        };
        waiting.add(check);
        check();
        void ended.then(() => {
          reject(new Error(`The engine ended first: ${JSON.stringify(events.at(-1))}`));
        });
      }),
    ended,
  };
}

/** Trains to whatever end. */
export async function trainToEnd(folder: string, ...more: readonly string[]): Promise<Engine> {
  const engine = startEngine(['train', '--run', folder, ...more]);
  await engine.ended;
  return engine;
}

/** True for the news that this step, or a later one, was taken. */
export function steppedTo(step: number): (event: EngineEvent) => boolean {
  return (event) => event.kind === 'metrics' && event.metrics.some((metric) => metric.step >= step);
}
