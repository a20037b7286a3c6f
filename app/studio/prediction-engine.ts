import type { EngineHostEvent } from '../contract/engines.ts';
import { StudioError } from '../contract/errors.ts';
import type { EngineEvent, PredictionTarget } from '../contract/run-folder.ts';
import type { RunWeights } from '../domain/run.ts';
import { engineEnvironment, webgpuCard } from '../runtime/runtime.ts';
import { newId, type StudioContext } from './context.ts';
import { predictionEngine } from './engine-names.ts';

export interface PredictionRequest {
  /** The run's folder. */
  readonly folder: string;
  readonly weights: RunWeights;
  readonly targets: readonly PredictionTarget[];
  readonly signal: AbortSignal;
  onPredicted(image: number): void;
  onSkipped(image: number, reason: string): void;
}

/** The engine that predicts: started when first needed, kept warm for a while, asked one thing at a time. */
export interface PredictionEngine {
  /** Resolves when every target is predicted or skipped. Rejects when the engine cannot, or when cancelled. */
  predict(request: PredictionRequest): Promise<void>;
  close(): Promise<void>;
}

/** An engine holds up to a gigabyte: it goes when nobody has asked for this long. */
const idleMs = 5 * 60_000;
const stopGraceMs = 2_000;

export function createPredictionEngine({ engines }: StudioContext): PredictionEngine {
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function ensure(): Promise<void> {
    clearTimeout(idle);
    if ((await engines.running()).includes(predictionEngine)) return;
    try {
      // Asked here once, it need not be asked by each engine that comes after a pause.
      await webgpuCard();
      const environment = engineEnvironment();
      await engines.start(predictionEngine, { task: { kind: 'predict' }, environment });
    } catch (error) {
      throw new StudioError(
        'unavailable',
        `The engine that predicts could not be started: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }

  async function ask(request: PredictionRequest): Promise<void> {
    request.signal.throwIfAborted();
    const id = newId();
    const answered = Promise.withResolvers<void>();
    const unsubscribe = engines.subscribe((event) => {
      hear(event, id, request, answered);
    });
    function cancel(): void {
      engines.send(predictionEngine, { kind: 'cancel', request: id });
    }
    try {
      await ensure();
      const { folder, weights, targets, signal } = request;
      signal.addEventListener('abort', cancel);
      engines.send(predictionEngine, {
        kind: 'predict',
        request: id,
        folder,
        weights,
        targets: [...targets],
      });
      await answered.promise;
      signal.throwIfAborted();
    } finally {
      unsubscribe();
      request.signal.removeEventListener('abort', cancel);
    }
  }

  return {
    async predict(request) {
      const turn = last.then(() => ask(request));
      last = turn.catch(() => undefined); // whoever asked is told; the next one goes on
      try {
        await turn;
      } finally {
        clearTimeout(idle);
        idle = setTimeout(() => void engines.stop(predictionEngine, stopGraceMs), idleMs).unref();
      }
    },
    async close() {
      clearTimeout(idle);
      await last;
    },
  };
}

function hear(
  event: EngineHostEvent,
  request: string,
  { onPredicted, onSkipped }: PredictionRequest,
  answered: PromiseWithResolvers<void>,
): void {
  if (event.engine !== predictionEngine) return;
  if (event.kind === 'exit') {
    answered.reject(
      new StudioError(
        'unavailable',
        'The engine that predicts has died. What was predicted so far is kept; try again.',
      ),
    );
    return;
  }
  const told: EngineEvent = event.event;
  switch (told.kind) {
    case 'predicted':
      if (told.request === request) onPredicted(told.image);
      break;
    case 'prediction-skipped':
      if (told.request === request) onSkipped(told.image, told.reason);
      break;
    case 'prediction-done':
      if (told.request === request) answered.resolve();
      break;
    case 'failed':
      // One without a request is the engine's own: it could not even begin.
      if (told.request === undefined || told.request === request) {
        answered.reject(new StudioError('unavailable', told.message));
      }
      break;
    default:
      break;
  }
}
