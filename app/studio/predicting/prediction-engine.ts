import { StudioError } from '../../contract/errors.ts';
import type { DrawnLayer, LayerNumbers } from '../../contract/layers.ts';
import type { EngineEvent, EngineRequest, PredictionTarget } from '../../contract/run-folder.ts';
import type { RunWeights } from '../../domain/run.ts';
import { engineEnvironment, webgpuCard } from '../../runtime/runtime.ts';
import { newId, type StudioContext } from '../context.ts';
import { predictionEngine } from '../engine-names.ts';

export interface PredictionRequest {
  /** The run's folder. */
  readonly folder: string;
  readonly weights: RunWeights;
  readonly targets: readonly PredictionTarget[];
  /** Where the maps go, a folder a picture; left out: the run's own predictions. */
  readonly maps?: string;
  readonly signal: AbortSignal;
  /** Hears how much of a picture is done, 0..1, where it is looked at in parts. */
  onPart(image: number, share: number): void;
  onPredicted(image: number): void;
  onSkipped(image: number, reason: string): void;
}

export interface LookRequest {
  readonly folder: string;
  readonly weights: RunWeights;
  readonly target: PredictionTarget;
  /** Where the sheets go. */
  readonly out: string;
  /** At most so many of each layer. */
  readonly channels: number;
  readonly signal: AbortSignal;
  onDrawn(layer: DrawnLayer, total: number): void;
}

export interface NumbersRequest {
  readonly folder: string;
  readonly weights: RunWeights;
  readonly target: PredictionTarget;
  readonly layer: string;
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  readonly signal: AbortSignal;
}

/** The engine that predicts: started when first needed, kept warm for a while, asked one thing at a time. */
export interface PredictionEngine {
  /** Resolves when every target is predicted or skipped. Rejects when the engine cannot, or when cancelled. */
  predict(request: PredictionRequest): Promise<void>;
  /** Resolves when every layer is drawn. Rejects likewise. */
  look(request: LookRequest): Promise<void>;
  numbers(request: NumbersRequest): Promise<LayerNumbers>;
  close(): Promise<void>;
}

type Asked = Extract<EngineRequest, { kind: 'predict' | 'look' | 'numbers' }>;
type Unnamed<One> = One extends unknown ? Omit<One, 'request'> : never;

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

  async function ask<T>(
    question: Unnamed<Asked>,
    signal: AbortSignal,
    hear: (told: EngineEvent, answer: (value: T) => void) => void,
  ): Promise<T> {
    signal.throwIfAborted();
    const request = newId();
    const answered = Promise.withResolvers<T>();
    // Whoever waits for it is told below; nobody may be waiting yet.
    answered.promise.catch(() => undefined);
    const unsubscribe = engines.subscribe((event) => {
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
      const told = event.event;
      const named = 'request' in told ? told.request : undefined;
      if (told.kind === 'failed') {
        // One without a request is the engine's own: it could not even begin.
        const isMine = named === undefined || named === request;
        if (isMine) answered.reject(new StudioError('unavailable', told.message));
      } else if (named === request) {
        hear(told, answered.resolve);
      }
    });
    function cancel(): void {
      engines.send(predictionEngine, { kind: 'cancel', request });
    }
    try {
      await ensure();
      signal.addEventListener('abort', cancel);
      engines.send(predictionEngine, { ...question, request });
      const answer = await answered.promise;
      signal.throwIfAborted();
      return answer;
    } finally {
      unsubscribe();
      signal.removeEventListener('abort', cancel);
    }
  }

  /** One after the other; the engine goes when nobody has asked for a while. */
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined); // whoever asked is told; the next one goes on
    try {
      return await turn;
    } finally {
      clearTimeout(idle);
      idle = setTimeout(() => void engines.stop(predictionEngine, stopGraceMs), idleMs).unref();
    }
  }

  return {
    predict({ targets, signal, onPart, onPredicted, onSkipped, ...rest }) {
      const question = { kind: 'predict' as const, ...rest, targets: [...targets] };
      return inTurn(() =>
        ask<undefined>(question, signal, (told, answer) => {
          if (told.kind === 'prediction-part') onPart(told.image, told.share);
          if (told.kind === 'predicted') onPredicted(told.image);
          if (told.kind === 'prediction-skipped') onSkipped(told.image, told.reason);
          if (told.kind === 'prediction-done') answer(undefined);
        }),
      );
    },
    look({ signal, onDrawn, ...question }) {
      return inTurn(() =>
        ask<undefined>({ kind: 'look', ...question }, signal, (told, answer) => {
          if (told.kind === 'layer-drawn') onDrawn(told.layer, told.total);
          if (told.kind === 'look-done') answer(undefined);
        }),
      );
    },
    numbers({ signal, ...question }) {
      return inTurn(() =>
        ask<LayerNumbers>({ kind: 'numbers', ...question }, signal, (told, answer) => {
          if (told.kind === 'numbers-found') answer(told.numbers);
        }),
      );
    },
    async close() {
      clearTimeout(idle);
      await last;
    },
  };
}
