import type { EngineHostEvent } from '../../contract/engines.ts';
import { StudioError } from '../../contract/errors.ts';
import type { EngineEvent, EngineRequest } from '../../contract/run-folder.ts';
import { newId, type StudioContext } from '../context.ts';
import { promptEngine } from '../engine-names.ts';

type Asked = Extract<EngineRequest, { kind: 'prompt-open' | 'prompt-encode' | 'prompt-segment' }>;
type Unnamed<One> = One extends unknown ? Omit<One, 'request'> : never;
/** A request without its name. */
export type PromptQuestion = Unnamed<Asked>;
export type PromptAnswer = Extract<
  EngineEvent,
  { kind: 'prompt-opened' | 'prompt-encoded' | 'prompt-segmented' }
>;

/** The process with the person's own networks: started when first needed, let go when nobody has asked for a while. */
export interface PromptEngine {
  /** Rejects when the networks cannot, when the process dies, or when nobody wants the answer any more. */
  ask(question: PromptQuestion, signal: AbortSignal): Promise<PromptAnswer>;
  close(): Promise<void>;
}

/** Its networks hold some hundred megabytes. */
const idleMs = 5 * 60_000;
const stopGraceMs = 2_000;

export function createPromptEngine(
  { engines }: Pick<StudioContext, 'engines'>,
  { idleAfterMs = idleMs }: { readonly idleAfterMs?: number } = {},
): PromptEngine {
  let starting: Promise<void> | null = null;
  let asking = 0;
  let idle: NodeJS.Timeout | undefined;

  async function start(): Promise<void> {
    if ((await engines.running()).includes(promptEngine)) return;
    try {
      await engines.start(promptEngine, { task: { kind: 'prompt' }, environment: {} });
    } catch (error) {
      throw new StudioError(
        'unavailable',
        `The process that runs your networks could not be started: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }

  /** Two questions at once start it once. */
  async function ensure(): Promise<void> {
    starting ??= start().finally(() => {
      starting = null;
    });
    await starting;
  }

  async function ask(question: PromptQuestion, signal: AbortSignal): Promise<PromptAnswer> {
    signal.throwIfAborted();
    const request = newId();
    const answered = Promise.withResolvers<PromptAnswer>();
    // Whoever waits for it is told below; nobody may be waiting yet.
    answered.promise.catch(() => undefined);
    const unsubscribe = engines.subscribe((event) => {
      hear(event, request, answered);
    });
    function cancel(): void {
      engines.send(promptEngine, { kind: 'cancel', request });
      answered.reject(new StudioError('cancelled', 'Nobody waits for this any more.'));
    }
    signal.addEventListener('abort', cancel);
    try {
      await ensure();
      signal.throwIfAborted();
      engines.send(promptEngine, { ...question, request });
      return await answered.promise;
    } finally {
      unsubscribe();
      signal.removeEventListener('abort', cancel);
    }
  }

  return {
    async ask(question, signal) {
      clearTimeout(idle);
      asking += 1;
      try {
        return await ask(question, signal);
      } finally {
        asking -= 1;
        if (asking === 0) {
          idle = setTimeout(() => void engines.stop(promptEngine, stopGraceMs), idleAfterMs);
          idle.unref();
        }
      }
    },
    async close() {
      clearTimeout(idle);
      await starting?.catch(() => undefined);
    },
  };
}

function hear(
  event: EngineHostEvent,
  request: string,
  answered: PromiseWithResolvers<PromptAnswer>,
): void {
  if (event.engine !== promptEngine) return;
  if (event.kind === 'exit') {
    answered.reject(
      new StudioError(
        'unavailable',
        'The process that runs your networks has ended unexpectedly. Try again; if it ends each time, the files or the memory of this computer are the reason.',
      ),
    );
    return;
  }
  const told = event.event;
  switch (told.kind) {
    case 'prompt-opened':
    case 'prompt-encoded':
    case 'prompt-segmented':
      if (told.request === request) answered.resolve(told);
      break;
    case 'failed':
      if (told.request === request) answered.reject(new StudioError('bad-input', told.message));
      break;
    default:
      break;
  }
}
